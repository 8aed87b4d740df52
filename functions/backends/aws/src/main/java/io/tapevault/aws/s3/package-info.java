/// Recordings on AWS.
@NullMarked
package io.tapevault.aws.s3;

import org.jspecify.annotations.NullMarked;
