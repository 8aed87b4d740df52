/// What became of every event at every SIEM.
@NullMarked
package io.tapevault.forwarding.accounts;

import org.jspecify.annotations.NullMarked;
