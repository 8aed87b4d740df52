@NullMarked
package io.tapevault.wire.http;

import org.jspecify.annotations.NullMarked;
