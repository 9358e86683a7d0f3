package io.registrybridge.sink;

import io.registrybridge.mesh.Audience;
import io.registrybridge.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Something Istio reads from, which is also the bridge's only memory.
 *
 * <p>An adapter never throws for what its peer does: it says {@link Current.Unknown} or {@link
 * Outcome.Failed} with a sentence.
 */
public interface Sink extends AutoCloseable {

  /** The configured name. */
  String name();

  /** The kind as the configuration spells it, such as {@code kubernetes}. */
  String kind();

  /**
   * Begins to watch what stands there. Returns at once.
   *
   * @param hint is run, on any thread, when something there changed that this sink did not do
   *     itself
   */
  void start(Runnable hint);

  /** What stands there now, this sink's own writes included. */
  Current current();

  /**
   * Every registry that feeds it was read at least once, so what stands there after the next plan
   * is no fragment. Said before that plan, and before each one after it.
   */
  default void heard() {}

  /** Makes all of the plan's changes, as {@link #apply(Plan, BooleanSupplier)} has it. */
  default List<Outcome> apply(Plan plan) {
    return apply(plan, () -> false);
  }

  /**
   * Makes the plan's changes, each on its own: one that fails stops no other.
   *
   * @param pressed whether something newer waits for this to end; what is not begun yet may be left
   *     to the plan after this one then
   * @return an outcome per change, in the plan's order
   */
  List<Outcome> apply(Plan plan, BooleanSupplier pressed);

  /**
   * What {@link #keep} was given last, by any replica in any run, by registry.
   *
   * @return empty as long as that is not known; a sink that keeps nothing says so by an empty map
   */
  default Optional<Map<String, String>> kept() {
    return Optional.of(Map.of());
  }

  /**
   * Keeps a word on each registry for the runs after this one, as well as it can. Said after each
   * plan that was applied.
   *
   * @param words one for each registry that feeds it; empty where there is nothing to keep
   */
  default void keep(Map<String, String> words) {}

  /** Where it looks for hosts that are somebody else's, beside what stands in it; may be empty. */
  default String sees() {
    return "";
  }

  /** Rights that the bridge lacks there, one a rule; no I/O. */
  default List<String> lacks() {
    return List.of();
  }

  /** How often the watch on what stands there broke off since the start; no I/O. */
  default int restarts() {
    return 0;
  }

  /** Who reads what stands there from the bridge itself; no I/O. */
  default Audience audience() {
    return Audience.NONE;
  }

  /** Which replica of this deployment writes to it; no I/O. */
  default Leader leader() {
    return Leader.SOLE;
  }

  /** What replicas that share it agree on; empty where every replica writes for itself. */
  default Optional<Leadership> leadership() {
    return Optional.empty();
  }

  /** The bridge is about to end: what is not begun yet is left to another replica. */
  default void leave() {}

  @Override
  void close();
}
