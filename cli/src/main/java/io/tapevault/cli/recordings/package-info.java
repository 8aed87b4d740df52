/// Recordings: as files, in this terminal, from a vault, for others.
@NullMarked
package io.tapevault.cli.recordings;

import org.jspecify.annotations.NullMarked;
