/// What is kept, and what functions may do with it.
@NullMarked
package io.tapevault.infra.data;

import org.jspecify.annotations.NullMarked;
