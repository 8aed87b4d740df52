/// What the functions wire alike.
@NullMarked
package io.tapevault.aws.vault;

import org.jspecify.annotations.NullMarked;
