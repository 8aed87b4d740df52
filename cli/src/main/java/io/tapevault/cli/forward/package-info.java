/// What became of events at SIEMs.
@NullMarked
package io.tapevault.cli.forward;

import org.jspecify.annotations.NullMarked;
