/// The configuration in a parameter of the SSM Parameter Store.
@NullMarked
package io.tapevault.aws.ssm;

import org.jspecify.annotations.NullMarked;
