/// The main job, in front of whoever looks.
@NullMarked
package io.tapevault.cli.demo;

import org.jspecify.annotations.NullMarked;
