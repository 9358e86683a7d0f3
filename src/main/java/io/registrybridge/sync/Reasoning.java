package io.registrybridge.sync;

import io.registrybridge.book.Book;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Planner;
import io.registrybridge.plan.Restraint;
import io.registrybridge.plan.Rules;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a plan follows from what stands in a sink and from what the registries say. What it remembers
 * of the last one only saves work. For one thread.
 */
final class Reasoning {

  /**
   * What follows.
   *
   * @param restraint by which it does
   */
  record Conclusion(Restraint restraint, Preview preview) {}

  /**
   * Who holds what in the sink.
   *
   * @param origins of the bridge's own
   * @param addresses the hosts' own ones, whoever's they are
   */
  private record Tenure(
      Actual of, Book<ResourceId, List<Origin>> origins, Book<ResourceId, List<String>> addresses) {

    static Tenure none() {
      return new Tenure(Actual.of(List.of()), Book.empty(), Book.empty());
    }

    Tenure then(Actual actual, Rules rules) {
      var nowOrigins = origins.revise();
      var nowAddresses = addresses.revise();
      for (var difference : actual.resources().since(of.resources())) {
        var id = difference.key();
        var service = difference.now().flatMap(Standing::service);
        nowOrigins.set(id, actual.service(id, rules).map(MeshService::origins));
        nowAddresses.set(id, service.map(one -> one.spec().addresses()));
      }
      return new Tenure(actual, nowOrigins.book(), nowAddresses.book());
    }
  }

  private final String sink;
  private final Settings settings;
  private final Mapper mapper;
  private final Planner planner;
  private volatile Tenure tenure;

  private Reasoning(String sink, Settings settings, Mapper mapper, Planner planner, Tenure tenure) {
    this.sink = sink;
    this.settings = settings;
    this.mapper = mapper;
    this.planner = planner;
    this.tenure = tenure;
  }

  /**
   * Remembers nothing yet.
   *
   * @param settings the sink's
   */
  static Reasoning of(String sink, Settings settings) {
    return new Reasoning(
        sink,
        settings,
        new Mapper(settings.mapping()),
        new Planner(settings.rules()),
        Tenure.none());
  }

  /** Goes on from here on its own, for another thread. */
  Reasoning fork() {
    return new Reasoning(sink, settings, mapper.fork(), planner.fork(), tenure);
  }

  /**
   * What is to be done.
   *
   * @param memory gives the restraint that a step leads to
   */
  Conclusion conclusion(
      Actual actual, Word word, Instant now, Function<UnaryOperator<Restraint>, Restraint> memory) {
    var rules = settings.rules();
    var held = tenure.then(actual, rules);
    tenure = held;
    var mapped = mapper.map(word.catalogs(), held.origins(), held.addresses());
    var demand = new Demand(mapped.services(), mapped.displaced(), mapped.starved(), word.gaps());
    var restraint = memory.apply(before -> before.after(actual, demand, rules, now));
    var plan = planner.plan(actual, demand, restraint, now);
    var preview = new Preview(sink, plan, mapped.services(), actual, mapped.flaws(), "");
    return new Conclusion(restraint, preview);
  }
}
