package io.registrybridge.sync;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is logged of one sink: every change once, every refusal and every trouble when it begins,
 * and nothing twice.
 */
final class Diary {

  private static final Logger LOG = LoggerFactory.getLogger(Diary.class);

  /** What became of a resource, and why. */
  private record Complaint(String verb, String reason) {}

  private final String sink;
  private boolean begun;
  private String trouble = "";
  private Map<ResourceId, String> complaints = Map.of();
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
      preview.plan().changes().forEach(change -> say(change, "will " + text(change)));
    }
    begun |= !preview.plan().changes().isEmpty();
  }

  private void readable() {
    if (!trouble.isEmpty()) {
      LOG.atInfo().addKeyValue("sink", sink).log("{}: can be read again", sink);
    }
    trouble = "";
  }

  void unreadable(String reason) {
    if (!reason.equals(trouble)) {
      warn(reason).log("{}: cannot be read, so nothing is written: {}", sink, reason);
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
            warn(reason)
                .addKeyValue("registry", registry)
                .log("{}: removals of {}'s are held back: {}", sink, registry, reason);
          }
        });
    holding = reasons.keySet();
  }

  void write(Plan plan, List<Outcome> outcomes) {
    var now = new HashMap<ResourceId, Complaint>();
    plan.rejected().forEach(one -> now.put(one.id(), new Complaint("rejected", one.reason())));
    outcomes.stream()
        .filter(Outcome.Applied.class::isInstance)
        .map(Outcome::change)
        .forEach(change -> say(change, change.verb() + "d " + subject(change)));
    outcomes.forEach(
        outcome -> trouble(outcome).ifPresent(one -> now.put(outcome.change().id(), one)));
    now.forEach(this::complain);
    complaints =
        now.entrySet().stream().collect(toMap(Map.Entry::getKey, one -> one.getValue().verb()));
    skip(outcomes);
  }

  private static Optional<Complaint> trouble(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return Optional.of(new Complaint("failed", failed.reason()));
    }
    return outcome instanceof Outcome.Refused refused
        ? Optional.of(new Complaint("refused", refused.reason()))
        : Optional.empty();
  }

  /** When it begins: what is tried again and again would else be told again and again. */
  private void complain(ResourceId id, Complaint complaint) {
    if (!complaint.verb().equals(complaints.get(id))) {
      warn(complaint.reason())
          .addKeyValue("resource", id.toString())
          .log("{}: {}: {}: {}", sink, id, complaint.verb(), complaint.reason());
    }
  }

  private void skip(List<Outcome> outcomes) {
    var changes =
        outcomes.stream().filter(Outcome.Skipped.class::isInstance).map(Outcome::change).toList();
    var now = changes.stream().map(Diary::text).toList();
    if (!now.equals(skipped)) {
      changes.forEach(change -> say(change, "would " + text(change)));
    }
    skipped = now;
  }

  private LoggingEventBuilder warn(String reason) {
    return LOG.atWarn().addKeyValue("sink", sink).addKeyValue("reason", reason);
  }

  private void say(Change change, String text) {
    var origins = origins(change);
    LOG.atInfo()
        .addKeyValue("sink", sink)
        .addKeyValue("resource", change.id().toString())
        .addKeyValue("registry", joined(origins, Origin::registry))
        .addKeyValue("service", joined(origins, Origin::service))
        .log("{}: {}", sink, text);
  }

  private static List<Origin> origins(Change change) {
    if (change instanceof Change.Create create) {
      return create.service().origins();
    }
    if (change instanceof Change.Update update) {
      return update.service().origins();
    }
    return change instanceof Change.Delete delete
        ? delete.before().service().map(MeshService::origins).orElse(List.of())
        : List.of();
  }

  private static String joined(List<Origin> origins, Function<Origin, String> part) {
    return origins.stream().map(part).distinct().collect(joining(", "));
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
