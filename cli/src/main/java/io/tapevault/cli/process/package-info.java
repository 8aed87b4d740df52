/// The process that a command runs in: its environment, its end, what it leaves behind.
@NullMarked
package io.tapevault.cli.process;

import org.jspecify.annotations.NullMarked;
