/// Links to one recording, for somebody who has no account.
@NullMarked
package io.tapevault.share;

import org.jspecify.annotations.NullMarked;
