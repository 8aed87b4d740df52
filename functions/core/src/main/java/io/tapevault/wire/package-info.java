@NullMarked
package io.tapevault.wire;

import org.jspecify.annotations.NullMarked;
