/// Questions to Athena, of archives and of transcripts.
@NullMarked
package io.tapevault.infra.athena;

import org.jspecify.annotations.NullMarked;
