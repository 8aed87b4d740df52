/// The configuration in a file that people edit.
@NullMarked
package io.tapevault.disk.watched;

import org.jspecify.annotations.NullMarked;
