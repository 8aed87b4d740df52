/// Events on AWS.
@NullMarked
package io.tapevault.dynamodb;

import org.jspecify.annotations.NullMarked;
