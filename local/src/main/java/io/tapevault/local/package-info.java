/// Everything on one port, kept in files.
@NullMarked
package io.tapevault.local;

import org.jspecify.annotations.NullMarked;
