/// The families of SIEMs that there are.
@NullMarked
package io.tapevault.siem;

import org.jspecify.annotations.NullMarked;
