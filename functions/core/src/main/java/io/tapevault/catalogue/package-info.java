/// Which sessions there are: a list that is kept beside the log, and can be made again from it.
@NullMarked
package io.tapevault.catalogue;

import org.jspecify.annotations.NullMarked;
