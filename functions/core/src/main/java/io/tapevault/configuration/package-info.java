/// The one document of settings, and what of it is in force.
@NullMarked
package io.tapevault.configuration;

import org.jspecify.annotations.NullMarked;
