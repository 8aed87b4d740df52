/// What runs beside a node or proxy: it reads its configuration, starts the parts, and drains them.
@NullMarked
package io.tapevault.node;

import org.jspecify.annotations.NullMarked;
