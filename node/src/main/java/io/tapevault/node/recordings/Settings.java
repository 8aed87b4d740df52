package io.tapevault.node.recordings;

import io.tapevault.node.recordings.store.Store;
import java.util.Optional;

/// What the cluster wants at the moment: why this node ships no recordings, if it does not; how
/// many at once, when, and where to.
public record Settings(Optional<String> idle, int parallel, Policy policy, Store store) {}
