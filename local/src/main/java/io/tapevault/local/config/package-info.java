/// The settings of one machine, in a file that is watched.
@NullMarked
package io.tapevault.local.config;

import org.jspecify.annotations.NullMarked;
