/// The command line.
@NullMarked
package io.tapevault.cli;

import org.jspecify.annotations.NullMarked;
