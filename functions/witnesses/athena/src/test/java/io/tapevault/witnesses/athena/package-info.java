/// Athena's engine, and what it reads of an archive.
@NullMarked
package io.tapevault.witnesses.athena;

import org.jspecify.annotations.NullMarked;
