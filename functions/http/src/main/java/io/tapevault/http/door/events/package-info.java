@NullMarked
package io.tapevault.http.door.events;

import org.jspecify.annotations.NullMarked;
