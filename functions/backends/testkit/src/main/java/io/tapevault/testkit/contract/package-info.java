/// What every backend promises, as abstract tests.
@NullMarked
package io.tapevault.testkit.contract;

import org.jspecify.annotations.NullMarked;
