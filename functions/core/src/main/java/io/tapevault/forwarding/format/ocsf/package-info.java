/// Events in the Open Cybersecurity Schema Framework.
@NullMarked
package io.tapevault.forwarding.format.ocsf;

import org.jspecify.annotations.NullMarked;
