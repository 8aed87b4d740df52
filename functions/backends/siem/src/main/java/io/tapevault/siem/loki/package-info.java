/// Events to Grafana Loki.
@NullMarked
package io.tapevault.siem.loki;

import org.jspecify.annotations.NullMarked;
