package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Names;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.discovery.Confirmation.Streak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is believed of a client that may fail and answer with an empty list: that something is there
 * at once, that nothing is there once it was repeated.
 */
final class Belief {

  private final String registry;
  private final Confirmation confirmation;

  private Catalog catalog = Catalog.empty();
  private Optional<Streak> nothing = Optional.empty();
  private Map<ServiceKey, Streak> empty = Map.of();

  Belief(String registry, Confirmation confirmation) {
    this.registry = registry;
    this.confirmation = confirmation;
  }

  /** A read failed and said so: what was empty before has to be confirmed anew. */
  void shaken() {
    nothing = Optional.empty();
    empty = Map.of();
  }

  /**
   * The reading that these answers are.
   *
   * @param at when the client was asked
   */
  Reading after(Instant at, List<Answer> answers) {
    nothing = answers.isEmpty() ? Optional.of(again(nothing, at)) : Optional.empty();
    empty = streaks(at, answers);
    if (nothing.isPresent() && !confirmation.by(nothing.get(), at)) {
      return nothingYet(at);
    }
    catalog = catalog(at, answers);
    var gaps = answers.stream().filter(answer -> untold(answer, at)).map(Belief::gap).toList();
    return gaps.isEmpty()
        ? new Reading.Complete(registry, at, catalog)
        : new Reading.Partial(registry, at, catalog, gaps, reason(at, answers));
  }

  private Map<ServiceKey, Streak> streaks(Instant at, List<Answer> answers) {
    var streaks = new HashMap<ServiceKey, Streak>();
    answers.stream()
        .filter(Answer::empty)
        .map(Answer::service)
        .forEach(key -> streaks.put(key, again(Optional.ofNullable(empty.get(key)), at)));
    return streaks;
  }

  private static Streak again(Optional<Streak> streak, Instant at) {
    return streak.map(Streak::andOnceMore).orElseGet(() -> new Streak(1, at));
  }

  private Reading nothingYet(Instant at) {
    var reason = "it lists no service, which may hide a failure until " + agreement();
    var gaps = List.<Gap>of(new Gap.OfAnything(registry));
    return new Reading.Partial(registry, at, Catalog.empty(), gaps, reason);
  }

  private String agreement() {
    return confirmation.reads() + " reads in a row agree";
  }

  private boolean untold(Answer answer, Instant at) {
    return answer.failed() || answer.unreadable() || unconfirmed(answer, at);
  }

  private boolean unconfirmed(Answer answer, Instant at) {
    var streak = empty.get(answer.service());
    return streak != null && !confirmation.by(streak, at);
  }

  private static Gap gap(Answer answer) {
    return new Gap.OfService(answer.service());
  }

  /** The former catalog, and the former services, where nothing changed. */
  private Catalog catalog(Instant at, List<Answer> answers) {
    var services =
        answers.stream().filter(answer -> !untold(answer, at)).map(Belief::service).toList();
    var flaws = answers.stream().flatMap(answer -> answer.flaws().stream()).toList();
    return catalog.then(services, flaws);
  }

  private static Service service(Answer answer) {
    return Service.of(answer.service(), answer.instances());
  }

  private String reason(Instant at, List<Answer> answers) {
    var reasons = new ArrayList<String>();
    answers.stream()
        .filter(Answer::failed)
        .findFirst()
        .map(answer -> "asked for " + names(answers, Answer::failed) + ": " + answer.failure())
        .ifPresent(reasons::add);
    if (answers.stream().anyMatch(Answer::unreadable)) {
      reasons.add("no instance can be read of " + names(answers, Answer::unreadable));
    }
    if (answers.stream().anyMatch(answer -> unconfirmed(answer, at))) {
      var names = names(answers, answer -> unconfirmed(answer, at));
      reasons.add(
          "no instance is listed of " + names + ", which may hide a failure until " + agreement());
    }
    return String.join("; ", reasons);
  }

  private static String names(List<Answer> answers, Predicate<Answer> which) {
    var names = answers.stream().filter(which).map(answer -> answer.service().name()).sorted();
    return Names.in(names.toList());
  }
}
