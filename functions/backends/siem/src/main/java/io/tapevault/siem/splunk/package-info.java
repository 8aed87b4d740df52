/// Events to Splunk, by its HTTP Event Collector.
@NullMarked
package io.tapevault.siem.splunk;

import org.jspecify.annotations.NullMarked;
