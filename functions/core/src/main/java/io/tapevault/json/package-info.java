@NullMarked
package io.tapevault.json;

import org.jspecify.annotations.NullMarked;
