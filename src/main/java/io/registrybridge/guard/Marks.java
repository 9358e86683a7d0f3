package io.registrybridge.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The levels of a registry over time, as far back as they matter.
 *
 * <p>A level holds until the next one is read, however long that takes: a registry that is silent
 * for longer than the window is still measured against what it last said.
 */
record Marks(List<Mark> marks) {

  /** The level that was read at this time and held until the next mark's. */
  record Mark(Instant at, Level level) {}

  Marks {
    marks = List.copyOf(marks);
  }

  static Marks of(Level level, Instant at) {
    return new Marks(List.of(new Mark(at, level)));
  }

  /** The highest level that held since the given time. */
  Level highestSince(Instant start) {
    var highest = Level.NOTHING;
    for (var index = 0; index < marks.size(); index++) {
      if (heldAfter(index, start)) {
        highest = highest.or(marks.get(index).level());
      }
    }
    return highest;
  }

  /** These marks and one more, without those that ended before the given time. */
  Marks then(Level level, Instant at, Instant start) {
    var kept = new ArrayList<Mark>();
    for (var index = 0; index < marks.size(); index++) {
      var last = index == marks.size() - 1;
      if (last ? at.isAfter(start) : heldAfter(index, start)) {
        kept.add(marks.get(index));
      }
    }
    if (kept.isEmpty() || !kept.get(kept.size() - 1).level().equals(level)) {
      kept.add(new Mark(at, level));
    }
    return new Marks(kept);
  }

  private boolean heldAfter(int index, Instant start) {
    return index == marks.size() - 1 || marks.get(index + 1).at().isAfter(start);
  }
}
