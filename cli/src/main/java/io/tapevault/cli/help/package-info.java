/// What shells and readers of manuals have to know of the commands.
@NullMarked
package io.tapevault.cli.help;

import org.jspecify.annotations.NullMarked;
