/// The settings of a vault.
@NullMarked
package io.tapevault.cli.config;

import org.jspecify.annotations.NullMarked;
