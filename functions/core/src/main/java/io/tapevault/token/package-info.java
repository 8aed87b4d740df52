/// Tokens: who may come in without a signature, and as what.
@NullMarked
package io.tapevault.token;

import org.jspecify.annotations.NullMarked;
