@NullMarked
package io.tapevault.lambda;

import org.jspecify.annotations.NullMarked;
