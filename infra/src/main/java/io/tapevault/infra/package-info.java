/// The AWS side, as a CDK app.
@NullMarked
package io.tapevault.infra;

import org.jspecify.annotations.NullMarked;
