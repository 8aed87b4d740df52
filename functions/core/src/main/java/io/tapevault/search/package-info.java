/// Words in the transcripts of all recordings, and where they stand.
@NullMarked
package io.tapevault.search;

import org.jspecify.annotations.NullMarked;
