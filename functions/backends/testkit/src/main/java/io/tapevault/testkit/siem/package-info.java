/// A SIEM that misbehaves.
@NullMarked
package io.tapevault.testkit.siem;

import org.jspecify.annotations.NullMarked;
