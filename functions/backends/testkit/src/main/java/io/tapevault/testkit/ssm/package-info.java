/// A stand-in of AWS's parameter store.
@NullMarked
package io.tapevault.testkit.ssm;

import org.jspecify.annotations.NullMarked;
