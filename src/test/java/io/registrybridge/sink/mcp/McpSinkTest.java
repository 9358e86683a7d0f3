package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.DryRun;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sample;
import io.registrybridge.sink.Sink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class McpSinkTest {

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final Instant LATER = THEN.plusSeconds(3600);

  private final Remembering memory = new Remembering();
  private final Written ledger = new Written();
  private Instant now = THEN;
  private Streams streams = new Streams(Clock.systemUTC());

  @Test
  void servesNothingBeforeEveryRegistryWasRead() {
    var sink = started();

    apply(sink, create("orders"));
    assertThat(streams.latest()).isEmpty();
    sink.heard();
    apply(sink, create("billing"));

    assertThat(served()).containsOnlyKeys(id("billing"), id("orders"));
  }

  @Test
  void servesThatThereIsNothingOnceEveryRegistrySaidSo() {
    var sink = started();

    sink.heard();
    apply(sink);

    assertThat(served()).isEmpty();
  }

  @Test
  void aFirstAnswerDoesNotLackWhatCouldNotBeWrittenDown() {
    var sink = started();
    sink.heard();
    memory.failing = true;

    apply(sink, create("orders"));
    assertThat(streams.latest()).isEmpty();
    memory.failing = false;
    apply(sink, create("orders"));

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void aFirstAnswerDoesNotLackWhatAnotherReplicaIsAboutToWriteDown() {
    var sink = started();
    sink.heard();
    memory.left = true;

    apply(sink, create("orders"));
    assertThat(streams.latest()).isEmpty();
    memory.put(service("orders", "10.0.0.1"));
    apply(sink);

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void servesWhatAnotherReplicaWritesAlsoWhileItMakesNoPasses() {
    memory.leader = Leader.NOBODY;
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));

    memory.put(service("billing", "10.0.0.1"));
    memory.hint.run();

    await().until(() -> served().keySet().equals(Set.of(id("billing"), id("orders"))));
  }

  @Test
  @Tag("fault")
  void whatSomebodyTookFromTheMemoryGoesOnBeingServedByTheOneThatWritesUntilAPassHasHadALook()
      throws InterruptedException {
    var hinted = new CountDownLatch(1);
    var sink = started(WAIT, hinted::countDown);
    sink.heard();
    apply(sink, create("orders"), create("billing"));

    memory.standing.clear();
    memory.hint.run();
    hinted.await();
    assertThat(served()).containsOnlyKeys(id("billing"), id("orders"));
    apply(sink, create("orders"));

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void whoHintsIsNotKeptWaitingForWhatIsWrittenDown() throws InterruptedException {
    memory.leader = Leader.NOBODY;
    var hinted = new CountDownLatch(1);
    var sink = started(WAIT, hinted::countDown);
    sink.heard();
    apply(sink, create("orders"));
    memory.put(service("billing", "10.0.0.1"));
    ledger.writable = new CountDownLatch(1);

    memory.hint.run();
    assertThat(hinted.getCount()).isEqualTo(1);

    ledger.writable.countDown();
    hinted.await();
  }

  @Test
  void aBridgeThatOnlyLooksWritesNothingDownAndIsNoReasonToServeAFragmentLater() {
    new DryRun(started(Duration.ofMillis(50))).heard();
    await().until(() -> streams.latest().isPresent());
    assertThat(ledger.read()).isEmpty();

    memory.put(service("orders", "10.0.0.1"));
    restarted();

    assertThat(streams.latest()).isEmpty();
  }

  @Test
  void whatIsServedBecauseTheWaitIsOverIsNotWrittenDownAsTheWhole() {
    var sink = started(Duration.ofMillis(50));
    await().until(() -> streams.latest().isPresent());
    apply(sink, create("orders"));
    assertThat(ledger.read()).isEmpty();

    sink.heard(); // and there is nothing more
    apply(sink);

    assertThat(ledger.read().orElseThrow()).hasSize(1);
  }

  @Test
  void whoCameToLeadWhileItMakesNoPassesTellsWhatTheOneBeforeWrote() {
    memory.leader = Leader.NOBODY;
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));

    memory.leader = Leader.SOLE;
    memory.put(service("billing", "10.0.0.1"));
    memory.hint.run();

    await().until(() -> served().containsKey(id("billing")));
  }

  @Test
  void servesWhatIsThereWhenTheWaitIsOver() {
    var sink = started(Duration.ofMillis(50));
    apply(sink, create("orders"));

    await().until(() -> streams.latest().isPresent());

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void doesNotTakeAMemoryThatCannotBeReadForAnEmptyOneEvenThen() {
    memory.trouble = Optional.of("it is locked");
    var sink = started(Duration.ZERO);
    await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    assertThat(streams.latest()).isEmpty();

    memory.trouble = Optional.empty();
    apply(sink, create("orders"));

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void aRestartedBridgeServesWhatStoodBeforeAnythingIsRead() {
    var before = serving("orders", "billing");

    restarted();

    assertThat(served()).isEqualTo(before);
  }

  @Test
  void aRestartedBridgeThatServedNothingDoesSoWhenTheRegistriesSayIt() {
    var first = started();
    first.heard();
    apply(first);

    var second = restarted();
    assertThat(streams.latest()).isEmpty();
    second.heard();
    apply(second);

    assertThat(served()).isEmpty();
  }

  @Test
  void aFragmentOfAStartThatWasCutShortIsNotServed() {
    apply(started(), create("orders"));

    restarted();

    assertThat(streams.latest()).isEmpty();
  }

  @Test
  void aMemoryThatIsReadLateIsServedWhenItIs() {
    var before = serving("orders");
    memory.trouble = Optional.of("not listed yet");
    restarted();
    assertThat(streams.latest()).isEmpty();

    memory.trouble = Optional.empty();
    memory.hint.run();

    await().until(() -> streams.latest().isPresent());
    assertThat(served()).isEqualTo(before);
  }

  @Test
  void aMemoryThatDoesNotSayWhenItCanBeReadIsServedWithTheNextPassAndWithItsBirths() {
    serving("orders");
    now = LATER;
    memory.trouble = Optional.of("stale file handle");
    var sink = restarted();

    memory.trouble = Optional.empty();
    memory.failing = true;
    apply(sink, create("billing"));

    assertThat(births()).containsOnly(entry(id("orders"), THEN));
  }

  @Test
  void whatCouldNotBeReadBackAtOnceIsServedWithTheNextPass() {
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    memory.trouble = Optional.of("too many open files");
    apply(sink, create("billing"));
    assertThat(served()).containsOnlyKeys(id("orders"));

    memory.trouble = Optional.empty();
    apply(sink);

    assertThat(served()).containsOnlyKeys(id("billing"), id("orders"));
  }

  @Test
  void whatCouldNotBeWrittenDownIsNotServed() {
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    memory.failing = true;

    apply(sink, create("billing"));

    assertThat(served()).containsOnlyKeys(id("orders"));
  }

  @Test
  void isServedAsItWasWhileItCannotBeReadInTheMemory() {
    var before = serving("orders");
    memory.unreadable(id("orders"));
    var sink = started();

    apply(sink, create("billing"));

    assertThat(served()).containsAllEntriesOf(before).containsKey(id("billing"));
  }

  @Test
  void whatIsNobodysIsNotServed() {
    memory.standing.put(id("mail"), new Standing(id("mail"), "", List.of(), Optional.empty(), "1"));

    assertThat(serving("orders")).containsOnlyKeys(id("orders"));
  }

  @Test
  void keepsSinceWhenAResourceIsServedThroughUpdatesAndRestarts() {
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    now = LATER;

    apply(sink, new Change.Update(standing("orders"), service("orders", "10.0.0.7")));
    apply(sink, create("billing"));
    restarted();

    assertThat(births()).containsEntry(id("orders"), THEN).containsEntry(id("billing"), LATER);
  }

  @Test
  void whatComesBackIsAsOldAsItsReturn() {
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    apply(sink, new Change.Delete(standing("orders")));
    now = LATER;

    apply(sink, create("orders"));

    assertThat(births()).containsEntry(id("orders"), LATER);
  }

  @Test
  void isServedAllTheSameWhereItCannotBeWrittenDownSinceWhen() {
    ledger.failing = true;
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    assertThat(served()).hasSize(1);

    ledger.failing = false;
    apply(sink, create("billing"));

    assertThat(ledger.read().orElseThrow()).hasSize(2);
  }

  @Test
  void whatDidNotChangeIsNotEncodedAgain() {
    var sink = started();
    sink.heard();
    apply(sink, create("orders"));
    var bytes = encoded("orders").bytes();

    apply(sink, create("billing"));

    assertThat(encoded("orders").bytes()).isSameAs(bytes);
    assertThat(streams.latest().orElseThrow().of(type()).resources().get(1)).isSameAs(bytes);
  }

  private static ResourceType type() {
    return new ResourceType("networking.istio.io", "v1", "ServiceEntry");
  }

  /** What is served after these were created by a bridge that had read all. */
  private Map<ResourceId, Encoded> serving(String... names) {
    var sink = started();
    sink.heard();
    for (var name : names) {
      apply(sink, create(name));
    }
    return served();
  }

  private Sink started() {
    return started(WAIT);
  }

  private Sink started(Duration startupWait) {
    return started(startupWait, () -> {});
  }

  private Sink started(Duration startupWait, Runnable hint) {
    var births = new Births(ledger, () -> now);
    var sink = new McpSink("istiod", memory, births, streams, startupWait);
    sink.start(hint);
    return sink;
  }

  private Sink restarted() {
    streams = new Streams(Clock.systemUTC());
    return started();
  }

  private static List<Outcome> apply(Sink sink, Change... changes) {
    return sink.apply(new Plan(List.of(changes), List.of(), List.of(), 0, Optional.empty()));
  }

  private Map<ResourceId, Encoded> served() {
    var objects = new TreeMap<ResourceId, Encoded>();
    streams
        .latest()
        .orElseThrow()
        .services()
        .values()
        .forEach(one -> objects.putAll(one.objects()));
    return objects;
  }

  private Encoded encoded(String name) {
    return Optional.ofNullable(served().get(id(name))).orElseThrow();
  }

  private Map<ResourceId, Instant> births() {
    var births = new TreeMap<ResourceId, Instant>();
    served().forEach((id, encoded) -> births.put(id, encoded.created()));
    return births;
  }

  private Standing standing(String name) {
    return Optional.ofNullable(memory.standing.get(id(name))).orElseThrow();
  }

  private static Change create(String name) {
    return new Change.Create(service(name, "10.0.0.1"));
  }

  private static MeshService service(String name, String address) {
    return Sample.service("mesh", name, address);
  }

  private static ResourceId id(String name) {
    return service(name, "10.0.0.1").id();
  }

  /** A ledger that outlives the sinks of a test. */
  private static final class Written implements Ledger {

    private Optional<Map<String, Instant>> births = Optional.empty();
    private volatile CountDownLatch writable = new CountDownLatch(0);
    private boolean failing;

    @Override
    public Optional<Map<String, Instant>> read() {
      return births;
    }

    @Override
    public void write(Map<String, Instant> next) throws IOException {
      if (failing) {
        throw new IOException("no space left");
      }
      try {
        writable.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      births = Optional.of(Map.copyOf(next));
    }
  }

  /** A memory that outlives the sinks of a test. */
  private static final class Remembering implements Sink {

    private final Map<ResourceId, Standing> standing = new TreeMap<>();
    private Optional<String> trouble = Optional.empty();
    private boolean failing;
    private boolean left;
    private Leader leader = Leader.SOLE;
    private Runnable hint = () -> {};

    void unreadable(ResourceId id) {
      standing.put(id, new Standing(id, "ours", List.of(), Optional.empty(), "2"));
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public String kind() {
      return "memory";
    }

    @Override
    public void start(Runnable itsHint) {
      hint = itsHint;
    }

    @Override
    public Current current() {
      return trouble.isPresent()
          ? new Current.Unknown(trouble.get())
          : new Current.Known(Actual.of(standing.values()));
    }

    @Override
    public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
      var outcomes = new ArrayList<Outcome>();
      plan.changes().forEach(change -> outcomes.add(outcome(change)));
      return outcomes;
    }

    private Outcome outcome(Change change) {
      if (failing) {
        return new Outcome.Failed(change, "no space left");
      }
      if (left) {
        return new Outcome.Left(change, "another replica leads");
      }
      if (change instanceof Change.Create create) {
        put(create.service());
      } else if (change instanceof Change.Update update) {
        put(update.service());
      } else {
        standing.remove(change.id());
      }
      return new Outcome.Applied(change);
    }

    @Override
    public Leader leader() {
      return leader;
    }

    private void put(MeshService service) {
      standing.put(
          service.id(),
          new Standing(
              service.id(), "ours", List.of(service.spec().host()), Optional.of(service), "1"));
    }

    @Override
    public void close() {}
  }
}
