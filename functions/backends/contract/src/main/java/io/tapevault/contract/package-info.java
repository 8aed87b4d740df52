/// What every backend promises, as abstract tests.
@NullMarked
package io.tapevault.contract;

import org.jspecify.annotations.NullMarked;
