/// Recordings as they are uploaded to one machine: tickets, and what they let in.
@NullMarked
package io.tapevault.local.uploads;

import org.jspecify.annotations.NullMarked;
