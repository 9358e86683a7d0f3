package io.registrybridge.registry.consul;

import io.registrybridge.registry.Worker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which services are to be read, and when: at once, a few side by side; or in their turn, at a
 * steady pace. On the worker's thread.
 */
final class Reads {

  private static final int SIDE_BY_SIDE = 16;

  private final Worker worker;
  private final Pace pace;
  private final Consumer<String> read;

  private final Set<String> soon = new LinkedHashSet<>();
  private final Set<String> inTurn = new LinkedHashSet<>();
  private final Set<String> running = new HashSet<>();
  private Optional<Future<?>> resting = Optional.empty();

  /**
   * @param read begins to read a service, whose end is told by {@link #ended}
   */
  Reads(Worker worker, Pace pace, Consumer<String> read) {
    this.worker = worker;
    this.pace = pace;
    this.read = read;
  }

  /** Reads each of them; one that is being read, once more afterwards. */
  void soon(Collection<String> services) {
    soon.addAll(services);
    inTurn.removeAll(soon);
    next();
  }

  /** Reads each of them as its turn comes. */
  void inTurn(Collection<String> services) {
    services.stream().filter(service -> !soon.contains(service)).forEach(inTurn::add);
    next();
  }

  /** Reads what is being read again when that is over. */
  void onceMore() {
    soon(List.copyOf(running));
  }

  /** Waits for no more turns. */
  void hurry() {
    soon(new ArrayList<>(inTurn));
  }

  /** A read is over, whatever came of it. */
  void ended(String service) {
    running.remove(service);
    next();
  }

  void forget(String service) {
    soon.remove(service);
    inTurn.remove(service);
  }

  /** Forgets everything; what is being read is somebody else's. */
  void clear() {
    soon.clear();
    inTurn.clear();
    running.clear();
    resting.ifPresent(rest -> rest.cancel(false));
    resting = Optional.empty();
  }

  /** Whether there is nothing left but what has to wait for its turn. */
  boolean idle() {
    return soon.isEmpty() && running.isEmpty();
  }

  private void next() {
    ready(soon)
        .limit(free())
        .toList()
        .forEach(
            service -> {
              soon.remove(service);
              begin(service);
            });
    if (free() > 0 && resting.isEmpty() && ready(inTurn).findFirst().isPresent()) {
      resting = Optional.of(worker.runAfter(pace.turn(System.nanoTime()), this::turn));
    }
  }

  private void turn() {
    resting = Optional.empty();
    if (free() > 0) {
      ready(inTurn)
          .findFirst()
          .ifPresent(
              service -> {
                inTurn.remove(service);
                begin(service);
              });
    }
    next();
  }

  private int free() {
    return SIDE_BY_SIDE - running.size();
  }

  /** Those that are not being read, which are read once more only when that is over. */
  private Stream<String> ready(Set<String> services) {
    return services.stream().filter(service -> !running.contains(service));
  }

  private void begin(String service) {
    running.add(service);
    read.accept(service);
  }
}
