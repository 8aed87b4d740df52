/// The table itself: where it is, how it is made, and what is asked of it.
@NullMarked
package io.tapevault.aws.dynamodb.table;

import org.jspecify.annotations.NullMarked;
