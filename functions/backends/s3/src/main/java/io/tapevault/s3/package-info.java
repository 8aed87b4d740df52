/// Recordings on AWS.
@NullMarked
package io.tapevault.s3;

import org.jspecify.annotations.NullMarked;
