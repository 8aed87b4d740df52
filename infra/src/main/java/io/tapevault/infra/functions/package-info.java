/// The functions, each with its role, what calls it, and what is alarming about it.
@NullMarked
package io.tapevault.infra.functions;

import org.jspecify.annotations.NullMarked;
