/// YAML as people write settings in it: every value knows its line.
@NullMarked
package io.tapevault.yaml;

import org.jspecify.annotations.NullMarked;
