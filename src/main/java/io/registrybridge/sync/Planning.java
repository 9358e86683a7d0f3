package io.registrybridge.sync;

import io.registrybridge.mapping.Mapper;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Restraint;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Sink;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Plans one sink's part of every pass. Of operators' words it remembers those that are not carried
 * out yet; what else it remembers only saves work.
 */
final class Planning {

  /** What was planned last, and from what. */
  private record Made(Actual actual, Word word, Restraint restraint, Preview preview) {

    /**
     * Whether the plan from these would be the same. Identical objects are compared at once. A
     * change that was planned and not made may be dated, and is planned anew.
     */
    boolean isFor(Actual nowActual, Word nowWord, Restraint nowRestraint, Instant now) {
      return preview.plan().changes().isEmpty()
          && restraint.equals(nowRestraint)
          && actual.equals(nowActual)
          && word.equals(nowWord)
          && preview.plan().expires().filter(end -> !end.isAfter(now)).isEmpty();
    }
  }

  private final Sink sink;
  private final Settings settings;
  private final Mapper mapper;
  private volatile Restraint restraint = Restraint.none();
  private Optional<Made> last = Optional.empty(); // the passes' own

  /**
   * Nothing was planned yet.
   *
   * @param settings those of this sink alone
   */
  Planning(Sink sink, Settings settings) {
    this.sink = sink;
    this.settings = settings;
    this.mapper = new Mapper(settings.mapping());
  }

  /** Plans for a pass. One at a time. */
  Preview plan(Actual actual, Word word, Instant now) {
    var known = last.filter(one -> one.isFor(actual, word, restraint, now));
    last = known.or(() -> Optional.of(made(actual, word, now, mapper, this::becomes)));
    return last.orElseThrow().preview();
  }

  /** What a pass would do, on any thread. */
  Preview preview(Word word, Instant now) {
    var current = sink.current();
    if (current instanceof Current.Known known) {
      var mapping = new Mapper(settings.mapping()); // the other one is the passes' own
      return made(known.actual(), word, now, mapping, step -> step.apply(restraint)).preview();
    }
    return Preview.none(sink.name(), current.trouble());
  }

  private Made made(
      Actual actual,
      Word word,
      Instant now,
      Mapper mapping,
      Function<UnaryOperator<Restraint>, Restraint> memory) {
    var mapped = mapping.map(word.catalogs(), holders(actual), addresses(actual));
    var demand = Demand.of(mapped.services(), mapped.displaced(), mapped.starved(), word.gaps());
    var rules = settings.rules();
    var restrained = memory.apply(before -> before.after(actual, demand, rules, now));
    var plan = Plan.between(actual, demand, restrained, rules, now);
    var preview = new Preview(sink.name(), plan, mapped.services(), actual, mapped.flaws(), "");
    return new Made(actual, word, restrained, preview);
  }

  private Map<ResourceId, List<Origin>> holders(Actual actual) {
    var holders = new HashMap<ResourceId, List<Origin>>();
    actual
        .own(settings.rules())
        .forEach(
            standing ->
                standing
                    .service()
                    .ifPresent(service -> holders.put(standing.id(), service.origins())));
    return holders;
  }

  private static Map<ResourceId, List<String>> addresses(Actual actual) {
    var addresses = new HashMap<ResourceId, List<String>>();
    for (var standing : actual.resources().values()) {
      standing
          .service()
          .ifPresent(service -> addresses.put(standing.id(), service.spec().addresses()));
    }
    return addresses;
  }

  /** One reason for what is held because of the configuration, by registry. */
  Map<String, String> reasons() {
    return restraint.reasons();
  }

  /** Lets go what is held of the registry now because of the configuration, on any thread. */
  void release(String registry) {
    becomes(before -> before.released(registry));
  }

  private synchronized Restraint becomes(UnaryOperator<Restraint> step) {
    restraint = step.apply(restraint);
    return restraint;
  }
}
