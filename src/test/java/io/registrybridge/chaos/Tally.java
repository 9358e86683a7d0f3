package io.registrybridge.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was done, seen and checked, and what must not have been. */
final class Tally {

  private static final int CONTEXT = 30;

  private final SortedMap<String, Integer> deeds = new TreeMap<>();
  private final SortedMap<String, Integer> faults = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<Duration> healed = new ArrayList<>();
  private final Deque<String> latest = new ArrayDeque<>();
  private final Instant begun = Instant.now();
  private final Path diary;
  private int changes;
  private int checks;

  /**
   * @param diary gets a line for everything that is done, and for each violation
   */
  Tally(Path diary) {
    this.diary = diary;
  }

  /** Something was done to an instance. */
  synchronized void did(String deed, Object what) {
    deeds.merge(deed, 1, Integer::sum);
    note(deed + " " + what);
  }

  /** Something was done to a peer or a bridge. */
  synchronized void broke(String fault) {
    faults.merge(fault, 1, Integer::sum);
    note(fault);
  }

  synchronized void changed() {
    changes++;
  }

  /** Everything was right again after so long. */
  synchronized void healed(Duration after) {
    healed.add(after);
    note("healed after " + after.toMillis() + " ms");
  }

  /**
   * Something must be right.
   *
   * @param otherwise what is wrong with it, as the rest of a sentence
   */
  synchronized void check(Object something, boolean right, String otherwise) {
    checks++;
    if (!right) {
      var sentence = something + " " + otherwise;
      violations.add(sentence + ", after\n    " + String.join("\n    ", latest));
      note("VIOLATION: " + sentence);
    }
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized void note(String line) {
    var dated = Instant.now() + " " + line;
    latest.add(dated);
    if (latest.size() > CONTEXT) {
      latest.remove();
    }
    try {
      Files.writeString(diary, dated + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized int sum(SortedMap<String, Integer> counts) {
    return counts.values().stream().mapToInt(count -> count).sum();
  }

  /** A table for people. */
  synchronized String table(long seed) {
    var slowest = healed.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    var median = healed.stream().sorted().skip(healed.size() / 2).findFirst();
    return """

        Chaos with seed %d, for %d s
        deeds       %6d  %s
        faults      %6d  %s
        changes     %6d  seen at the API server
        checks      %6d
        healed      %6d  times, all right again after %d ms (median) and %d ms (slowest)
        violations  %6d  %s
        diary       %s
        """
        .formatted(
            seed,
            Duration.between(begun, Instant.now()).toSeconds(),
            sum(deeds),
            deeds,
            sum(faults),
            faults,
            changes,
            checks,
            healed.size(),
            median.orElse(Duration.ZERO).toMillis(),
            slowest.toMillis(),
            violations.size(),
            String.join("\n  ", violations),
            diary);
  }
}
