/// Events to an HTTP source of Sumo Logic.
@NullMarked
package io.tapevault.siem.sumologic;

import org.jspecify.annotations.NullMarked;
