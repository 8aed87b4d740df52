/// An event as an item of the table, in Teleport's own layout, and back.
@NullMarked
package io.tapevault.aws.dynamodb.item;

import org.jspecify.annotations.NullMarked;
