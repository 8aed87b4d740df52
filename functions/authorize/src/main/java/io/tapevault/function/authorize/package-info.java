/// The Lambdas that let in who shows a token, and issue tokens.
@NullMarked
package io.tapevault.function.authorize;

import org.jspecify.annotations.NullMarked;
