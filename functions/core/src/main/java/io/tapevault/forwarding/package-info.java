@NullMarked
package io.tapevault.forwarding;

import org.jspecify.annotations.NullMarked;
