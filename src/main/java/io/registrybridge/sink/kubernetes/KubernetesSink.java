package io.registrybridge.sink.kubernetes;

import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The ServiceEntries of some namespaces of one cluster. */
final class KubernetesSink implements Sink {

  private final String name;
  private final ServiceEntries entries;
  private final Neighbours neighbours;
  private final Clock clock;
  private final Memory memory;
  private final Writer writer;
  private final Threads threads;
  private final List<NamespaceWatch> watches;
  private final BooleanSupplier leads;
  private final Backoff backoff = new Backoff();
  private volatile Runnable hint = () -> {};
  private volatile boolean closed;

  /**
   * One that is not started.
   *
   * @param leads whether this replica may write now
   */
  KubernetesSink(
      String name,
      KubernetesSettings settings,
      ServiceEntries entries,
      Neighbours neighbours,
      Set<String> namespaces,
      BooleanSupplier leads,
      Clock clock) {
    this.leads = leads;
    this.name = name;
    this.entries = entries;
    this.neighbours = neighbours;
    this.clock = clock;
    memory = new Memory(namespaces);
    threads = new Threads(name, settings);
    watches =
        namespaces.stream()
            .sorted()
            .map(
                one ->
                    new NamespaceWatch(
                        one, entries, memory, settings.fullList(), threads.timer(), this::hint))
            .toList();
    writer = new Writer(entries, memory, new Gate(name, settings, this::hint, this::doubt), leads);
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
  }

  @Override
  public Current current() {
    var current = memory.current();
    return current instanceof Current.Known known ? neighbours.beside(known.actual()) : current;
  }

  @Override
  public String sees() {
    return neighbours.sentence();
  }

  @Override
  public List<Outcome> apply(Plan plan) {
    var writes = plan.changes().stream().map(Write::of).toList();
    backoff.keep(writes);
    var now = clock.instant();
    var results = writes.stream().map(write -> begun(write, now)).toList();
    var outcomes = new ArrayList<Outcome>();
    for (var i = 0; i < writes.size(); i++) {
      outcomes.add(backoff.judge(writes.get(i), results.get(i).join(), clock.instant()));
    }
    backoff.next().ifPresent(due -> threads.wake(this::hint, clock.instant(), due));
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
    watches.forEach(NamespaceWatch::close);
    neighbours.close();
    entries.close();
  }

  private CompletableFuture<Optional<Failure>> begun(Write write, Instant now) {
    var waiting = backoff.waiting(write, now);
    if (waiting.isPresent() || stops()) {
      return CompletableFuture.completedFuture(waiting.or(() -> left(write)));
    }
    return CompletableFuture.supplyAsync(
        () -> stops() ? left(write) : writer.write(write), threads.writers());
  }

  private boolean stops() {
    return closed || !leads.getAsBoolean();
  }

  private Optional<Failure> left(Write write) {
    var why = closed ? "the sink is closed" : "this replica does not lead any more";
    return Optional.of(Failure.left(write.deed() + ": " + why));
  }

  private void hint() {
    hint.run();
  }

  /** Looks whether the watches have missed something. */
  void doubt() {
    watches.forEach(NamespaceWatch::doubt);
  }
}
