/// Calls of AWS's services without the SDK's module for each: signed by the SDK, with its
/// credentials.
@NullMarked
package io.tapevault.aws.json;

import org.jspecify.annotations.NullMarked;
