/// Events to Microsoft Sentinel, by the Logs Ingestion API.
@NullMarked
package io.tapevault.siem.sentinel;

import org.jspecify.annotations.NullMarked;
