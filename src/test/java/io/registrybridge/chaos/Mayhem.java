package io.registrybridge.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What happens to instances, peers and bridges. The same seed gives the same deeds in the same
 * order: each follows from the seed and from the deeds before it, and from no clock.
 */
final class Mayhem implements AutoCloseable {

  private static final int LONGEST = 30; // steps
  private static final int AT_ONCE = 3;
  private static final int DOWN_AT_MOST = 3; // more of them together would be a loss to the guard
  private static final int FEWEST = 36;
  private static final int MOST = 44;
  private static final int SERVICES = 12;

  private final Map<String, ExecutorService> hands = new HashMap<>();
  private final List<Future<?>> underWay = new ArrayList<>();
  private final Map<Fault, Integer> active = new LinkedHashMap<>();
  private final Random random;
  private final Population population;
  private final List<String> registries;
  private final List<Fault> faults;
  private final Tally tally;
  private int births;

  Mayhem(
      long seed, Population population, List<String> registries, List<Fault> faults, Tally tally) {
    this.random = new Random(seed);
    this.population = population;
    this.registries = registries;
    this.faults = faults;
    this.tally = tally;
    faults.forEach(
        fault ->
            hands.computeIfAbsent(fault.victim(), first -> Executors.newSingleThreadExecutor()));
  }

  /** Enough instances come for a beginning. */
  void populate() {
    registries.forEach(
        registry -> {
          while (population.at(registry).size() < FEWEST) {
            comes(registry);
          }
        });
  }

  /** One deed to an instance, and now and then one to a peer or a bridge. */
  void step() {
    active.replaceAll((fault, left) -> left - 1);
    active.entrySet().stream()
        .filter(one -> one.getValue() <= 0)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::end);
    if (sometimes(12)) {
      begin();
      if (sometimes(3)) {
        begin(); // both at once
      }
    }
    churn();
  }

  /** In milliseconds, until the next step. */
  int pause() {
    return 50 + random.nextInt(200);
  }

  /** Undoes all that was done to peers and bridges, and returns when that is so. */
  void calm() throws InterruptedException, ExecutionException, TimeoutException {
    List.copyOf(active.keySet()).forEach(this::end);
    for (var deed : underWay) {
      deed.get(10, TimeUnit.MINUTES);
    }
    underWay.clear();
  }

  private void begin() {
    var free =
        faults.stream()
            .filter(
                one -> active.keySet().stream().noneMatch(is -> is.victim().equals(one.victim())))
            .toList();
    if (active.size() < AT_ONCE && !free.isEmpty()) {
      var fault = free.get(random.nextInt(free.size()));
      active.put(fault, 5 + random.nextInt(LONGEST - 5));
      tally.broke(fault.told());
      run(fault, fault.begin());
    }
  }

  private void end(Fault fault) {
    active.remove(fault);
    tally.note("end of: " + fault.told());
    run(fault, fault.end());
  }

  /** On a thread per victim, for the rest goes on while a server starts. */
  private void run(Fault fault, Runnable deed) {
    underWay.add(
        hands
            .computeIfAbsent(fault.victim(), first -> Executors.newSingleThreadExecutor())
            .submit(deed));
  }

  private void churn() {
    var registry = pick(registries);
    var living = population.at(registry);
    var down = living.entrySet().stream().filter(one -> !one.getValue().up()).toList();
    if (living.size() <= FEWEST || (living.size() < MOST && sometimes(4))) {
      comes(registry);
    } else if (down.size() >= DOWN_AT_MOST || (!down.isEmpty() && sometimes(4))) {
      var one = pick(down);
      changes("up", one.getKey(), new Life(one.getValue().address(), true));
    } else {
      something(pick(List.copyOf(living.entrySet())));
    }
  }

  private void something(Map.Entry<Seat, Life> one) {
    switch (random.nextInt(3)) {
      case 0 -> {
        tally.did("goes", one);
        population.remove(one.getKey());
      }
      case 1 -> changes("moves", one.getKey(), new Life(address(), one.getValue().up()));
      default -> changes("down", one.getKey(), new Life(one.getValue().address(), false));
    }
  }

  private void comes(String registry) {
    var service = "SVC-" + random.nextInt(SERVICES);
    var seat = new Seat(registry, service, registry + "-" + ++births);
    changes("comes", seat, new Life(address(), true));
  }

  private void changes(String deed, Seat seat, Life life) {
    tally.did(deed, seat + " " + life);
    population.put(seat, life);
  }

  private String address() {
    var number = ++births;
    return "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255);
  }

  private boolean sometimes(int times) {
    return random.nextInt(times) == 0;
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @Override
  public void close() {
    hands.values().forEach(ExecutorService::shutdownNow);
  }
}
