package io.registrybridge.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * All instances of a registry, as its clients: they tell it how they are until it has understood,
 * and tell it anew when it forgot.
 */
final class Clients implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(30);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final String registry;
  private final Population population;
  private final Desk desk;
  private final SortedMap<Seat, Life> told = new TreeMap<>();
  private int life;

  Clients(String registry, Population population, Desk desk) {
    this.registry = registry;
    this.population = population;
    this.desk = desk;
    var unused =
        thread.scheduleWithFixedDelay(this::tell, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The registry knows nothing any more; what is under way does not reach it either. */
  synchronized void forgotten() {
    told.clear();
    life++;
  }

  /** Whether the registry knows how all of them are, and says so. */
  boolean allTold() {
    var living = population.at(registry);
    return told().equals(living)
        && living.keySet().stream()
            .map(Seat::service)
            .distinct()
            .allMatch(service -> desk.addresses(service).equals(up(living, service)));
  }

  private static Set<String> up(SortedMap<Seat, Life> living, String service) {
    return living.entrySet().stream()
        .filter(one -> one.getKey().service().equals(service) && one.getValue().up())
        .map(one -> one.getValue().address())
        .collect(Collectors.toSet());
  }

  private synchronized SortedMap<Seat, Life> told() {
    return new TreeMap<>(told);
  }

  private synchronized int life() {
    return life;
  }

  /** One at a time, so that whoever looks meanwhile sees a part of them. */
  private void tell() {
    try {
      var now = life();
      population.untoldIn(registry).stream()
          .findFirst()
          .or(() -> Optional.of(population.at(registry).entrySet()).flatMap(this::forgotten))
          .ifPresent(
              seat -> tell(seat, Optional.ofNullable(population.at(registry).get(seat)), now));
    } catch (RuntimeException silent) {
      // The registry is down, or is just being restarted: a client asks again.
    }
  }

  private Optional<Seat> forgotten(Set<Map.Entry<Seat, Life>> living) {
    var known = told();
    return living.stream()
        .filter(one -> !one.getValue().equals(known.get(one.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void tell(Seat seat, Optional<Life> how, int now) {
    how.ifPresentOrElse(is -> desk.register(seat, is), () -> desk.deregister(seat));
    understood(seat, how, now);
  }

  private synchronized void understood(Seat seat, Optional<Life> how, int when) {
    if (when == life) {
      how.ifPresentOrElse(is -> told.put(seat, is), () -> told.remove(seat));
      population.told(seat, how);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
