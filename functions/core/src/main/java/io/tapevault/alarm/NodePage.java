package io.tapevault.alarm;

import io.tapevault.alarm.Register.Entry;
import io.tapevault.alarm.Register.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some of the nodes that were heard within 30 days; `next` is the name to go on behind, null where
/// there are no more.
public record NodePage(List<NodeHealth> nodes, @Nullable String next) {

  public NodePage {
    nodes = List.copyOf(nodes);
  }

  public static NodePage read(Register register, @Nullable String after, int limit) {
    List<Entry> read = register.page(Subject.NODES, after, limit + 1);
    List<Entry> page = read.subList(0, Math.min(limit, read.size()));
    return new NodePage(
        page.stream().map(NodeHealth::of).toList(),
        read.size() > limit ? page.getLast().name() : null);
  }
}
