/// Which vault is asked, by whom, and what it answers.
@NullMarked
package io.tapevault.cli.vault;

import org.jspecify.annotations.NullMarked;
