/// Where the files of an archive lie: shared by what writes them and what defines a table over
/// them.
@NullMarked
package io.tapevault.forwarding.archive;

import org.jspecify.annotations.NullMarked;
