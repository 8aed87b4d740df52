/// Reads the tarball of 2018.
@NullMarked
package io.tapevault.recording.tarball;

import org.jspecify.annotations.NullMarked;
