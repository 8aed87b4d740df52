/// What is called over HTTP, and by whom.
@NullMarked
package io.tapevault.infra.api;

import org.jspecify.annotations.NullMarked;
