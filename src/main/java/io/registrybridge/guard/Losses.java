package io.registrybridge.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much of a registry was believed to be gone lately, so that a bridge that begins anew can add
 * to it instead of beginning at nothing. A value.
 *
 * @param byRun how far the level fell, by the run of the bridge in which it did: this one first,
 *     then those before it, no more than {@link #RUNS}
 */
public record Losses(List<Level> byRun) {

  /**
   * For how many runs a loss counts. Within one it counts for {@link Limits#window()}, but runs of
   * {@code mode: once} are shorter than that.
   */
  static final int RUNS = 10;

  public static final Losses NONE = new Losses(List.of());

  private static final Pattern TEXT = Pattern.compile("\\d{1,7}/\\d{1,7}( \\d{1,7}/\\d{1,7})*");

  public Losses {
    var last = Math.min(byRun.size(), RUNS);
    while (last > 0 && byRun.get(last - 1).equals(Level.NOTHING)) {
      last--;
    }
    byRun = List.copyOf(byRun.subList(0, last));
  }

  /**
   * What {@link #text()} gave.
   *
   * @return empty if it cannot be that
   */
  public static Optional<Losses> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    var levels = new ArrayList<Level>();
    for (var one : text.split(" ", -1)) {
      var slash = one.indexOf('/');
      var endpoints = Integer.parseInt(one.substring(0, slash));
      levels.add(new Level(endpoints, Integer.parseInt(one.substring(slash + 1))));
    }
    return Optional.of(new Losses(levels));
  }

  /** What was lost in the run that was so many before the one that knows these losses. */
  Level ago(int runs) {
    return runs < byRun.size() ? byRun.get(runs) : Level.NOTHING;
  }

  /** Endpoints and services, run by run, such as {@code 12/1 0/0 29/3}; empty for none. */
  public String text() {
    return byRun.stream()
        .map(level -> level.endpoints() + "/" + level.services())
        .collect(Collectors.joining(" "));
  }
}
