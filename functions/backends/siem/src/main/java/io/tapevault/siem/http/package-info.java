/// What every SIEM has in common that is reached over HTTP: where it may be, how long it may take,
/// what its answer means.
@NullMarked
package io.tapevault.siem.http;

import org.jspecify.annotations.NullMarked;
