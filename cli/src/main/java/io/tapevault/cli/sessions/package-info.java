/// Sessions, and what keeps them past their retention.
@NullMarked
package io.tapevault.cli.sessions;

import org.jspecify.annotations.NullMarked;
