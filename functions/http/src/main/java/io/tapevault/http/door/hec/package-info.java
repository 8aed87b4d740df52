/// Splunk's HTTP Event Collector.
@NullMarked
package io.tapevault.http.door.hec;

import org.jspecify.annotations.NullMarked;
