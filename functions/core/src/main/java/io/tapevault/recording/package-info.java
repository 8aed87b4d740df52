@NullMarked
package io.tapevault.recording;

import org.jspecify.annotations.NullMarked;
