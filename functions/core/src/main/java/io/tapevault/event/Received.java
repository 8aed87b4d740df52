package io.tapevault.event;

/// One element of what a shipper sent: an event, or why it is none.
public sealed interface Received permits AuditEvent, Refused {}
