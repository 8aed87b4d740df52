@NullMarked
package io.tapevault.settings;

import org.jspecify.annotations.NullMarked;
