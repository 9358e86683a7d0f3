package io.registrybridge.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The levels of a registry over time that were believed, as far back as they matter; never empty.
 *
 * <p>A level holds until the next one is read, however long that takes: a registry that is silent
 * for longer than the window is still measured against what it last said.
 */
record Marks(List<Mark> marks) {

  /**
   * The level that was read at this time and held until the next mark's.
   *
   * @param run how many runs of the bridge ago that was
   */
  record Mark(Instant at, Level level, int run) {}

  Marks {
    marks = List.copyOf(marks);
  }

  static Marks of(Level level, Instant at) {
    return new Marks(List.of(new Mark(at, level, 0)));
  }

  /** The level that was believed last. */
  Level latest() {
    return marks.get(marks.size() - 1).level();
  }

  Level highest() {
    return highestSince(Instant.MIN);
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
      kept.add(new Mark(at, level, 0));
    }
    return new Marks(kept);
  }

  private boolean heldAfter(int index, Instant start) {
    return index == marks.size() - 1 || marks.get(index + 1).at().isAfter(start);
  }

  /** The same when each level is higher by as much as the second is than the first. */
  Marks shifted(Level from, Level to) {
    return new Marks(
        marks.stream()
            .map(one -> new Mark(one.at(), one.level().plus(to).minus(from), one.run()))
            .toList());
  }

  /** These marks, and before them what was lost before the bridge began; of two words the worse. */
  Marks recalling(Losses losses) {
    var own = marks.stream().filter(mark -> mark.run() == 0).toList();
    var first = own.get(0);
    var all = new ArrayList<Mark>();
    for (var run = Losses.RUNS; run > 0; run--) {
      var level = first.level().plus(losses.ago(run - 1)).or(levelOf(run));
      if (!level.equals(first.level())) {
        all.add(new Mark(first.at(), level, run));
      }
    }
    all.addAll(own);
    return new Marks(all);
  }

  private Level levelOf(int run) {
    return marks.stream()
        .filter(mark -> mark.run() == run)
        .map(Mark::level)
        .reduce(Level.NOTHING, Level::or);
  }

  /** How far the latest level is below the highest one of each run. */
  Losses losses() {
    var byRun = new ArrayList<Level>();
    for (var mark : marks) {
      while (byRun.size() <= mark.run()) {
        byRun.add(Level.NOTHING);
      }
      byRun.set(mark.run(), byRun.get(mark.run()).or(mark.level().minus(latest())));
    }
    return new Losses(byRun);
  }
}
