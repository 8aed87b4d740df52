/// Events on AWS.
@NullMarked
package io.tapevault.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
