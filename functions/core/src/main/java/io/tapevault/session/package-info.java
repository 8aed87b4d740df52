@NullMarked
package io.tapevault.session;

import org.jspecify.annotations.NullMarked;
