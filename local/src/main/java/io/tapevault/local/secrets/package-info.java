/// What one machine keeps secret, in files that only its owner reads.
@NullMarked
package io.tapevault.local.secrets;

import org.jspecify.annotations.NullMarked;
