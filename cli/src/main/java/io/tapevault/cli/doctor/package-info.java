/// What there is to look at in a vault.
@NullMarked
package io.tapevault.cli.doctor;

import org.jspecify.annotations.NullMarked;
