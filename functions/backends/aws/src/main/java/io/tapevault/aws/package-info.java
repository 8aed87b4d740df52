/// What all backends on AWS have in common.
@NullMarked
package io.tapevault.aws;

import org.jspecify.annotations.NullMarked;
