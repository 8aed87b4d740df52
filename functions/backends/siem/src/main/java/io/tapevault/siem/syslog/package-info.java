/// Events to a receiver of syslog: RFC 5424 over TLS, counted in bytes (RFC 5425).
@NullMarked
package io.tapevault.siem.syslog;

import org.jspecify.annotations.NullMarked;
