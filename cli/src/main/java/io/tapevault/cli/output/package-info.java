/// What a command prints: text that is harmless, rows, progress, files.
@NullMarked
package io.tapevault.cli.output;

import org.jspecify.annotations.NullMarked;
