package io.registrybridge.sync;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Rules;
import io.registrybridge.sink.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged of one sink: every change once, every refusal and every trouble when it begins,
 * and nothing twice.
 */
final class Diary {

  private static final Logger LOG = LoggerFactory.getLogger(Diary.class);

  private final String sink;
  private boolean begun;
  private String trouble = "";
  private Set<ResourceId> complaints = Set.of();
  private List<String> skipped = List.of();
  private Set<String> holding = Set.of();

  Diary(String sink) {
    this.sink = sink;
  }

  /**
   * A first pass onto a sink that holds nothing of ours tells its whole plan before it writes.
   *
   * @param writing false if it will not
   */
  void begin(Preview preview, Rules rules, boolean writing) {
    readable();
    if (!writing) {
      return;
    }
    if (!begun && preview.actual().own(rules).findAny().isEmpty()) {
      preview.plan().changes().forEach(change -> LOG.info("{}: will {}", sink, text(change)));
    }
    begun |= !preview.plan().changes().isEmpty();
  }

  private void readable() {
    if (!trouble.isEmpty()) {
      LOG.info("{}: can be read again", sink);
    }
    trouble = "";
  }

  void unreadable(String reason) {
    if (!reason.equals(trouble)) {
      LOG.warn("{}: cannot be read, so nothing is written: {}", sink, reason);
    }
    trouble = reason;
  }

  /**
   * What is held because of the configuration.
   *
   * @param reasons one, by registry
   */
  void held(Map<String, String> reasons) {
    reasons.forEach(
        (registry, reason) -> {
          if (!holding.contains(registry)) {
            LOG.warn("{}: removals of {}'s are held back: {}", sink, registry, reason);
          }
        });
    holding = reasons.keySet();
  }

  void write(Plan plan, List<Outcome> outcomes) {
    var now = new HashMap<ResourceId, String>();
    plan.rejected().forEach(one -> now.put(one.id(), "rejected: " + one.reason()));
    outcomes.stream()
        .filter(Outcome.Applied.class::isInstance)
        .map(Outcome::change)
        .forEach(change -> LOG.info("{}: {}d {}", sink, change.verb(), subject(change)));
    outcomes.forEach(
        outcome -> trouble(outcome).ifPresent(text -> now.put(outcome.change().id(), text)));
    now.forEach(this::complain);
    complaints = now.keySet();
    skip(outcomes);
  }

  private static Optional<String> trouble(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return Optional.of("failed: " + failed.reason());
    }
    return outcome instanceof Outcome.Refused refused
        ? Optional.of("refused: " + refused.reason())
        : Optional.empty();
  }

  /** When it begins: what is tried again and again would else be told again and again. */
  private void complain(ResourceId id, String complaint) {
    if (!complaints.contains(id)) {
      LOG.warn("{}: {}: {}", sink, id, complaint);
    }
  }

  private void skip(List<Outcome> outcomes) {
    var now =
        outcomes.stream()
            .filter(Outcome.Skipped.class::isInstance)
            .map(outcome -> text(outcome.change()))
            .toList();
    if (!now.equals(skipped)) {
      now.forEach(text -> LOG.info("{}: would {}", sink, text));
    }
    skipped = now;
  }

  private static String text(Change change) {
    return change.verb() + " " + subject(change);
  }

  private static String subject(Change change) {
    if (change instanceof Change.Create create) {
      return "%s endpoints=%d".formatted(change.id(), create.service().spec().endpoints().size());
    }
    if (change instanceof Change.Update update) {
      return "%s endpoints=%d".formatted(change.id(), update.service().spec().endpoints().size());
    }
    return change.id().toString();
  }
}
