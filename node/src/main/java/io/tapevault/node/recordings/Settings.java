package io.tapevault.node.recordings;

import io.tapevault.node.recordings.store.Store;

/// What the cluster wants at the moment: whether this node ships recordings at all, how many at
/// once, when, and where to.
public record Settings(boolean ships, int parallel, Policy policy, Store store) {}
