/// What a deployment on AWS costs.
@NullMarked
package io.tapevault.cli.cost;

import org.jspecify.annotations.NullMarked;
