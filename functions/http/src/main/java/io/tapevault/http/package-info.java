@NullMarked
package io.tapevault.http;

import org.jspecify.annotations.NullMarked;
