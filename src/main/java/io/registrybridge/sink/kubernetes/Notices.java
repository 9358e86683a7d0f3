package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What users should be told of passes: each refusal and each change that stays held back once,
 * until it says something else. For one thread.
 */
final class Notices {

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** What is told. */
  enum Reason {
    REJECTED("Rejected", "Write", Duration.ZERO),
    /** A registry that is restarted, or a bridge, holds everything for a moment. */
    HELD_BACK("HeldBack", "Hold", Duration.ofMinutes(1));

    private final String title;
    private final String action;
    private final Duration patience;

    Reason(String title, String action, Duration patience) {
      this.title = title;
      this.action = action;
      this.patience = patience;
    }

    String title() {
      return title;
    }

    String action() {
      return action;
    }
  }

  /**
   * Something to be told of a resource.
   *
   * @param note a sentence
   */
  record Notice(ResourceId id, Reason reason, String note) {}

  private record Subject(ResourceId id, Reason reason) implements Comparable<Subject> {

    @Override
    public int compareTo(Subject other) {
      var byReason = reason.compareTo(other.reason);
      return byReason != 0 ? byReason : id.compareTo(other.id);
    }
  }

  private record Seen(String note, Instant since, boolean told) {

    /** Whether it says the same, but for what is counted. */
    boolean says(String other) {
      return note.equals(other) || uncounted(note).equals(uncounted(other));
    }

    private static String uncounted(String text) {
      return DIGITS.matcher(text).replaceAll("#");
    }
  }

  private Map<Subject, Seen> seen = Map.of();

  /** What is to be told after a pass that came to this. */
  List<Notice> news(Plan plan, List<Outcome> outcomes, Instant now) {
    var next = new HashMap<Subject, Seen>();
    var news = new ArrayList<Notice>();
    subjects(plan, outcomes)
        .forEach(
            (subject, note) -> {
              var before = Optional.ofNullable(seen.get(subject)).filter(one -> one.says(note));
              var since = before.map(Seen::since).orElse(now);
              var told = before.filter(Seen::told).isPresent();
              var due = !told && !now.isBefore(since.plus(subject.reason().patience));
              if (due) {
                news.add(new Notice(subject.id(), subject.reason(), note));
              }
              next.put(subject, new Seen(note, since, told || due));
            });
    seen = next;
    return news;
  }

  private static SortedMap<Subject, String> subjects(Plan plan, List<Outcome> outcomes) {
    var subjects = new TreeMap<Subject, String>();
    plan.rejected()
        .forEach(one -> subjects.put(new Subject(one.id(), Reason.REJECTED), one.reason()));
    outcomes.stream()
        .filter(Outcome.Refused.class::isInstance)
        .forEach(
            one -> subjects.put(new Subject(one.change().id(), Reason.REJECTED), one.reason()));
    plan.heldBack()
        .forEach(
            one -> subjects.putIfAbsent(new Subject(one.id(), Reason.HELD_BACK), one.reason()));
    return subjects;
  }
}
