/// What all formats share: an event's members, the table that says where they go, and the document
/// that comes of it.
@NullMarked
package io.tapevault.forwarding.format;

import org.jspecify.annotations.NullMarked;
