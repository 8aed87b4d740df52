/// Amazon Data Firehose's HTTP endpoint.
@NullMarked
package io.tapevault.http.door.firehose;

import org.jspecify.annotations.NullMarked;
