package io.registrybridge.sink;

import io.registrybridge.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A sink that several replicas read and one of them writes to.
 *
 * @param sink leaves what it has not written yet when this replica ceases to lead
 * @param election which replica leads
 */
public record Led(Sink sink, Election election) implements Around {

  /** What finds out who leads. */
  public interface Election extends Leadership, AutoCloseable {

    /**
     * Begins to take part. Returns at once.
     *
     * @param hint is run, on any thread, when another replica leads than before or an operator
     *     decided something
     */
    void start(Runnable hint);

    /** What the one that led kept last, as {@link Sink#kept()} has it; no I/O. */
    Optional<Map<String, String>> kept();

    /** Keeps these, as {@link Sink#keep} has it, for whoever leads next; no I/O. */
    void keep(Map<String, String> words);

    /** Will not lead again. */
    void leave();

    /** Lets another replica lead at once. */
    @Override
    void close();
  }

  @Override
  public void start(Runnable hint) {
    sink.start(hint);
    election.start(hint);
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    var leader = election.leader();
    return leader.here() ? sink.apply(plan, pressed) : left(plan, reason(leader));
  }

  private static List<Outcome> left(Plan plan, String reason) {
    return plan.changes().stream()
        .map(change -> (Outcome) new Outcome.Left(change, reason))
        .toList();
  }

  private static String reason(Leader leader) {
    return leader.holder().isEmpty()
        ? "this replica does not lead"
        : "replica " + leader.holder() + " leads";
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return election.kept();
  }

  @Override
  public void keep(Map<String, String> words) {
    election.keep(words);
  }

  @Override
  public Leader leader() {
    return election.leader();
  }

  @Override
  public Optional<Leadership> leadership() {
    return Optional.of(election);
  }

  @Override
  public void leave() {
    election.leave();
    sink.leave();
  }

  /** The lead is given up last: whoever has it next may be sure that nothing is under way. */
  @Override
  public void close() {
    sink.close();
    election.close();
  }
}
