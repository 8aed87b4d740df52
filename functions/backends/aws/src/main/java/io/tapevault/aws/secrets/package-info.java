/// Secrets in Secrets Manager and in the SSM Parameter Store.
@NullMarked
package io.tapevault.aws.secrets;

import org.jspecify.annotations.NullMarked;
