package io.registrybridge.sink.kubernetes;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.kubernetes.WriteOrder.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** The ServiceEntries of some namespaces of one cluster, and their WorkloadEntries. */
final class KubernetesSink implements Sink {

  private static final String CLOSED = "the sink is closed";

  private final String name;
  private final Collection<Entries> kinds;
  private final Neighbours neighbours;
  private final Rights rights;
  private final Clock clock;
  private final Inventory inventory;
  private final Map<Kind, Writer> writers;
  private final Threads threads;
  private final Writers writing;
  private final List<NamespaceWatch> watches;
  private final BooleanSupplier leads;
  private final Backoff backoff = new Backoff();
  private final WriteOrder order = new WriteOrder();
  private Optional<Announcer> announcer = Optional.empty();
  private volatile Runnable hint = () -> {};
  private volatile boolean closed;

  /**
   * @param kinds an object of each kind
   * @param leads whether this replica may write now
   */
  KubernetesSink(
      String name,
      KubernetesSettings settings,
      Collection<Entries> kinds,
      Neighbours neighbours,
      Rights rights,
      Set<String> namespaces,
      BooleanSupplier leads,
      Clock clock) {
    this.leads = leads;
    this.name = name;
    this.kinds = List.copyOf(kinds);
    this.neighbours = neighbours;
    this.rights = rights;
    this.clock = clock;
    threads = new Threads(name, settings);
    writing = new Writers(threads.writers());
    var shelves = kinds.stream().map(one -> new Shelf(one, new Memory(namespaces))).toList();
    inventory = Inventory.of(shelves);
    var gate = new Gate(name, settings, this::hint, this::doubt);
    writers =
        shelves.stream().collect(toMap(Shelf::kind, one -> one.writer(gate, leads, this::hint)));
    watches =
        shelves.stream()
            .flatMap(one -> one.watches(namespaces, settings.fullList(), threads, this::hint))
            .toList();
  }

  /** Is to be told what passes come to; before the start. */
  void announce(Announcer to) {
    announcer = Optional.of(to);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "kubernetes";
  }

  @Override
  public void start(Runnable hint) {
    this.hint = hint;
    watches.forEach(NamespaceWatch::start);
    neighbours.start(this::hint);
    rights.start(threads.timer(), threads.writers());
  }

  @Override
  public Current current() {
    var current = inventory.current();
    return current instanceof Current.Known known ? neighbours.beside(known.actual()) : current;
  }

  @Override
  public String sees() {
    return neighbours.sentence();
  }

  @Override
  public List<String> lacks() {
    return rights.lacking();
  }

  @Override
  public int restarts() {
    return watches.stream().mapToInt(NamespaceWatch::restarts).sum();
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    var writes = plan.changes().stream().map(Write::of).toList();
    backoff.keep(writes);
    inventory.begins(writes);
    var now = clock.instant();
    var results = new HashMap<ResourceId, CompletableFuture<Optional<Failure>>>();
    for (var place : order.of(writes)) {
      results.put(place.write().id(), begun(place, now, pressed));
    }
    var outcomes = new ArrayList<Outcome>();
    for (var write : writes) {
      var result = Objects.requireNonNull(results.get(write.id())).join();
      outcomes.add(backoff.judge(write, result, clock.instant()));
    }
    order.went(outcomes);
    backoff.next(now).ifPresent(due -> threads.wake(this::hint, clock.instant(), due));
    announcer.ifPresent(one -> one.passed(plan, outcomes, now, inventory::object));
    return outcomes;
  }

  @Override
  public void leave() {
    closed = true;
  }

  @Override
  public void close() {
    leave();
    threads.close();
    announcer.ifPresent(Announcer::close);
    watches.forEach(NamespaceWatch::close);
    neighbours.close();
    kinds.forEach(Entries::close);
  }

  private CompletableFuture<Optional<Failure>> begun(
      Place place, Instant now, BooleanSupplier pressed) {
    var write = place.write();
    var objection = backoff.waiting(write, now).or(() -> inventory.objection(write));
    return objection.isPresent()
        ? CompletableFuture.completedFuture(objection)
        : inventory.steps(write).made(one -> written(one, writing.of(place.side()), pressed));
  }

  private CompletableFuture<Optional<Failure>> written(
      Write write, Executor threads, BooleanSupplier pressed) {
    try {
      return CompletableFuture.supplyAsync(
          () -> stop(pressed).map(why -> left(write, why)).or(() -> writer(write).write(write)),
          threads);
    } catch (RejectedExecutionException ended) {
      return CompletableFuture.completedFuture(Optional.of(left(write, CLOSED)));
    } catch (Error noThread) { // what was begun must come to its end all the same
      var reason = write.deed() + ": " + noThread;
      return CompletableFuture.completedFuture(Optional.of(Failure.untried(reason)));
    }
  }

  private Writer writer(Write write) {
    return Objects.requireNonNull(writers.get(write.id().kind()));
  }

  private static Failure left(Write write, String why) {
    return Failure.left(write.deed() + ": " + why);
  }

  /** Why nothing is begun any more. */
  private Optional<String> stop(BooleanSupplier pressed) {
    if (closed) {
      return Optional.of(CLOSED);
    }
    if (!leads.getAsBoolean()) {
      return Optional.of("this replica does not lead any more");
    }
    return pressed.getAsBoolean() ? Optional.of("another pass waits") : Optional.empty();
  }

  private void hint() {
    hint.run();
  }

  /** Looks whether the watches have missed something. */
  void doubt() {
    watches.forEach(NamespaceWatch::doubt);
  }
}
