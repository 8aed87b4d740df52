/// Tokens over HTTP: how they are shown, issued, listed and revoked.
@NullMarked
package io.tapevault.http.token;

import org.jspecify.annotations.NullMarked;
