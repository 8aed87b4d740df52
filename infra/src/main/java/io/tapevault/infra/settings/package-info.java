/// What a deployment chooses, read from `tapevault.yaml` and the context of CDK; all faults are
/// named at once.
@NullMarked
package io.tapevault.infra.settings;

import org.jspecify.annotations.NullMarked;
