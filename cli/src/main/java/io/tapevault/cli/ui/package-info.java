/// The page of a vault elsewhere.
@NullMarked
package io.tapevault.cli.ui;

import org.jspecify.annotations.NullMarked;
