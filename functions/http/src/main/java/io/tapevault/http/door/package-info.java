@NullMarked
package io.tapevault.http.door;

import org.jspecify.annotations.NullMarked;
