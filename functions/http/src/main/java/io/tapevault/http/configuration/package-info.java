/// What nodes are told of the settings.
@NullMarked
package io.tapevault.http.configuration;

import org.jspecify.annotations.NullMarked;
