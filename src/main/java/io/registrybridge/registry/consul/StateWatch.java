package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Told;
import io.registrybridge.registry.consul.Checks.Check;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches which checks are in one state, and tells which of them came, went or changed, if any did,
 * at each answer. On the worker's thread.
 */
final class StateWatch implements Query.Listener<Checks> {

  private final Question<Checks> question;
  private final Query<Checks> query;
  private final Consumer<Set<Check>> changed;
  private final Consumer<StateWatch> lost;

  private Checks known = new Checks(Map.of());
  private boolean filtered;
  private long index;

  /**
   * @param lost is told when it waits for news no more
   */
  StateWatch(
      Outlook outlook, Health state, Consumer<Set<Check>> changed, Consumer<StateWatch> lost) {
    this.question = Question.checks(state);
    this.query = new Query<>(question, outlook.client(), outlook.worker(), Outlook.ofAll(), this);
    this.changed = changed;
    this.lost = lost;
  }

  Question<Checks> question() {
    return question;
  }

  /** These are in the state now, whatever was before; from now on news are told. */
  void begin(Told<Checks> told) {
    learn(told);
    query.from(index);
  }

  private void learn(Told<Checks> told) {
    known = told.content();
    index = told.index();
    filtered = told.doubt().isPresent();
  }

  /** Whether some may be in the state that are not told of. */
  boolean filtered() {
    return filtered;
  }

  /** Up to where the news were told. */
  long index() {
    return index;
  }

  /** Tells what changed since, and waits for more. */
  void resume(Told<Checks> told) {
    told(told, false);
    query.from(index);
  }

  void stop() {
    query.stop();
  }

  @Override
  public void told(Told<Checks> told, boolean backwards) {
    if (backwards) {
      query.stop();
      lost.accept(this);
    } else if (told.index() >= index) { // else it is older than what is known
      tell(told);
    }
  }

  private void tell(Told<Checks> told) {
    var news = told.content().changedSince(known);
    learn(told);
    changed.accept(news);
  }

  @Override
  public void refused() {
    lost.accept(this);
  }
}
