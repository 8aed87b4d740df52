/// Real file systems for tests: full, read-only, or gone.
@NullMarked
package io.tapevault.testkit.disk;

import org.jspecify.annotations.NullMarked;
