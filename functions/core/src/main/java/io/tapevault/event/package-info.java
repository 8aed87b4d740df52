@NullMarked
package io.tapevault.event;

import org.jspecify.annotations.NullMarked;
