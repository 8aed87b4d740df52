/// What lets in a shipper that cannot sign.
@NullMarked
package io.tapevault.cli.tokens;

import org.jspecify.annotations.NullMarked;
