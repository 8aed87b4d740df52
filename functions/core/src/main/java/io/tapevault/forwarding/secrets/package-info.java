/// Secrets of SIEMs, which stand in settings or are only named there.
@NullMarked
package io.tapevault.forwarding.secrets;

import org.jspecify.annotations.NullMarked;
