package io.tapevault.node.audit;

import io.tapevault.json.Json;
import io.tapevault.node.audit.Mark.InFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How far every log has been read, in a journal.
final class Marks {

  private static final int MOST_HOMELESS = 1000;

  private final MarkJournal journal;
  private final Map<Path, Mark> marks = new HashMap<>();
  // Of content that is no longer where it was: it may come to light under another name.
  private final Deque<Mark> homeless = new ArrayDeque<>();
  private boolean changed;

  private Marks(MarkJournal journal) {
    this.journal = journal;
  }

  static Marks read(MarkJournal journal) throws IOException {
    Marks marks = new Marks(journal);
    for (InFile one : journal.read(InFile::read)) {
      marks.marks.put(one.path(), one.mark());
    }
    return marks;
  }

  /// The mark of a file, by its content, wherever that was when it was read.
  Mark of(Path path, FileChannel file) throws IOException {
    Mark known = marks.get(path);
    if (known != null && known.position() > 0 && known.isIn(file)) {
      return known;
    }
    Optional<Mark> moved = elsewhere(file);
    if (known != null) {
      leave(known);
    }
    moved.ifPresent(homeless::remove);
    set(path, moved.orElse(Mark.BEGIN));
    return moved.orElse(Mark.BEGIN);
  }

  private Optional<Mark> elsewhere(FileChannel file) throws IOException {
    List<Mark> others =
        Stream.concat(marks.values().stream(), homeless.stream())
            .filter(one -> one.position() > 0)
            .sorted(Comparator.comparingLong(Mark::position).reversed())
            .toList();
    for (Mark one : others) {
      if (one.isIn(file)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private void leave(Mark mark) {
    if (mark.position() > 0 && !homeless.contains(mark)) {
      homeless.addLast(mark);
    }
    while (homeless.size() > MOST_HOMELESS) {
      homeless.removeFirst();
    }
  }

  void set(Path path, Mark mark) {
    changed |= !mark.equals(marks.put(path, mark));
  }

  /// The content of what is not there any more may come to light elsewhere.
  void onlyThere(Set<Path> files) {
    for (Path gone : List.copyOf(marks.keySet())) {
      if (!files.contains(gone)) {
        leave(marks.getOrDefault(gone, Mark.BEGIN));
        marks.remove(gone);
        changed = true;
      }
    }
  }

  /// Writes what has changed. When it fails, the next one writes it too.
  void save() throws IOException {
    if (!changed) {
      return;
    }
    List<Json.Members> entries = new ArrayList<>();
    int number = 0;
    for (Mark one : homeless) {
      entries.add(one.json("/moved/" + number++));
    }
    marks.forEach((path, mark) -> entries.add(mark.json(path.toString())));
    journal.write(entries);
    changed = false;
  }
}
