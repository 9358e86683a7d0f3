package io.registrybridge.sync;

import io.registrybridge.sink.Decisions;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Led;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One replica's view of a lead that passes on when a test says so. */
record ScriptedElection(String me, Shared shared) implements Led.Election {

  /** What all replicas know. */
  static final class Shared {

    volatile Map<String, String> kept = Map.of();
    private volatile Leader leader = Leader.NOBODY;
    private volatile Decisions decisions = Decisions.NONE;
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();

    void passesTo(String holder) {
      leader = new Leader(false, holder, leader.changes() + 1, "", Optional.empty());
      hints.forEach(Runnable::run);
    }

    private Optional<String> decide(Decisions next) {
      decisions = next;
      hints.forEach(Runnable::run);
      return Optional.empty();
    }
  }

  @Override
  public Leader leader() {
    var now = shared.leader;
    return new Leader(
        now.holder().equals(me), now.holder(), now.changes(), now.trouble(), now.since());
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return Optional.of(shared.kept);
  }

  @Override
  public void keep(Map<String, String> words) {
    shared.kept = words;
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public Decisions decisions() {
    return shared.decisions;
  }

  @Override
  public Optional<String> pause(Optional<String> mark) {
    var before = shared.decisions;
    return shared.decide(new Decisions(mark, before.released(), before.purged()));
  }

  @Override
  public Optional<String> release(String registry, String mark) {
    var before = shared.decisions;
    var released = new TreeMap<>(before.released());
    released.put(registry, mark);
    return shared.decide(new Decisions(before.paused(), released, before.purged()));
  }

  @Override
  public Optional<String> purge(String mark) {
    var before = shared.decisions;
    return shared.decide(new Decisions(before.paused(), before.released(), Optional.of(mark)));
  }

  @Override
  public void start(Runnable hint) {
    shared.hints.add(hint);
  }

  @Override
  public void leave() {}

  @Override
  public void close() {}
}
