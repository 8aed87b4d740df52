/// Events as lines, on this machine: a file, or the standard output.
@NullMarked
package io.tapevault.siem.lines;

import org.jspecify.annotations.NullMarked;
