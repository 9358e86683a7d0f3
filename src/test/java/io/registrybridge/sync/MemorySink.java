package io.registrybridge.sync;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A sink in memory, which survives its bridge; it can be told to fail. */
final class MemorySink implements Sink {

  final AtomicInteger writes = new AtomicInteger();

  /** Whether two plans were ever applied side by side. */
  volatile boolean overlapped;

  private final AtomicInteger writing = new AtomicInteger();
  private volatile CountDownLatch answer = new CountDownLatch(0);
  private volatile BooleanSupplier pressed = () -> false;

  private final String name;
  private volatile Actual actual = Actual.of(List.of());
  private volatile Map<String, String> kept = Map.of();
  private volatile boolean unread;
  private volatile boolean leaving;
  private volatile String unreadable = "";
  private volatile String poisoned = "";
  private volatile String failing = "";
  private volatile Leader leader = Leader.SOLE;

  MemorySink(String name) {
    this.name = name;
  }

  /** From now on writing takes until {@link #answers()}. */
  void doesNotAnswer() {
    answer = new CountDownLatch(1);
  }

  void answers() {
    answer.countDown();
  }

  boolean asked() {
    return writing.get() > 0;
  }

  /** Whether what it has not begun is to be left to the next plan. */
  boolean pressed() {
    return pressed.getAsBoolean();
  }

  void cannotBeRead(String reason) {
    unreadable = reason;
  }

  void nobodyLookedYet() {
    unread = true;
  }

  /** As if somebody deleted everything. */
  void empties() {
    actual = Actual.of(List.of());
  }

  /** As if somebody took all endpoints out of the one of this host. */
  void isEdited(String host) {
    actual =
        Actual.of(
            services().stream()
                .map(
                    one ->
                        one.spec().host().equals(host)
                            ? one.with(one.spec().withoutEndpoints())
                            : one)
                .map(one -> standing(one, "prod"))
                .toList());
  }

  /** Another replica writes from now on, or this one again. */
  void isLed(boolean here) {
    leader = here ? Leader.SOLE : Leader.NOBODY;
  }

  /** The next plan is left to the one after. */
  void leavesAll() {
    leaving = true;
  }

  void failsAt(String host) {
    failing = host;
  }

  void refuses(String host) {
    poisoned = host;
  }

  List<MeshService> services() {
    return actual.resources().values().stream().flatMap(one -> one.service().stream()).toList();
  }

  List<String> hosts() {
    return services().stream().map(service -> service.spec().host()).toList();
  }

  List<String> owners() {
    return actual.resources().values().stream().map(Standing::owner).toList();
  }

  /** All that stands there was another bridge's. */
  void belongsTo(String owner) {
    actual = Actual.of(services().stream().map(service -> standing(service, owner)).toList());
  }

  /** The addresses of all endpoints. */
  List<String> addresses() {
    return services().stream()
        .flatMap(service -> service.spec().endpoints().stream())
        .map(endpoint -> endpoint.address())
        .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public void start(Runnable hint) {}

  @Override
  public Current current() {
    if (unread) {
      return new Current.Unread("not read yet");
    }
    return unreadable.isEmpty() ? new Current.Known(actual) : new Current.Unknown(unreadable);
  }

  @Override
  public Leader leader() {
    return leader;
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return Optional.of(kept);
  }

  @Override
  public void keep(Map<String, String> words) {
    var some = new TreeMap<>(words);
    some.values().removeIf(String::isEmpty);
    kept = some;
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    if (plan.changes().isEmpty()) {
      return List.of();
    }
    this.pressed = pressed;
    overlapped |= writing.incrementAndGet() > 1;
    try {
      answer.await();
      return plan.changes().stream().map(change -> apply(change, pressed)).toList();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    } finally {
      leaving = false;
      writing.decrementAndGet();
    }
  }

  private Outcome apply(Change change, BooleanSupplier pressed) {
    if (!leader.here()) {
      return new Outcome.Left(change, "another replica leads");
    }
    if (leaving || pressed.getAsBoolean()) {
      return new Outcome.Left(change, "there is something newer");
    }
    if (change.id().name().equals(poisoned)) {
      return new Outcome.Refused(change, "poisoned");
    }
    if (change.id().name().equals(failing)) {
      return new Outcome.Failed(change, "no answer");
    }
    if (poisoned.equals("defect")) {
      throw new IllegalStateException("a defect of this sink");
    }
    writes.incrementAndGet();
    var next = actual.resources().revise();
    if (change instanceof Change.Create create) {
      next.put(change.id(), standing(create.service(), "prod"));
    } else if (change instanceof Change.Update update) {
      next.put(change.id(), standing(update.service(), "prod"));
    } else {
      next.remove(change.id());
    }
    actual = new Actual(next.book());
    return new Outcome.Applied(change);
  }

  private static Standing standing(MeshService service, String owner) {
    return new Standing(
        service.id(), owner, List.of(service.spec().host()), Optional.of(service), "1");
  }

  @Override
  public void close() {}
}
