/// Events to Elasticsearch and OpenSearch, by `_bulk`.
@NullMarked
package io.tapevault.siem.elastic;

import org.jspecify.annotations.NullMarked;
