package io.registrybridge.sink.mcp;

import io.registrybridge.mesh.Audience;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Leader;
import io.registrybridge.sink.Leadership;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All istiods that read from the bridge.
 *
 * <p>What they are told is what stands in the memory, and a change stands there before they hear of
 * it: whatever happens to the bridge, its successor tells them the same. One that finds nothing to
 * tell does not say so before the registries were read.
 */
final class McpSink implements Sink {

  private static final Logger log = LoggerFactory.getLogger(McpSink.class);

  private final String name;
  private final Sink memory;
  private final Recall recall;
  private final Births births;
  private final Streams streams;
  private final Duration startupWait;
  private final Executor aside;
  // Guarded by this.
  private boolean looked;
  private boolean heard;
  private boolean waited;
  private boolean writes;
  private Optional<Actual> told = Optional.empty();
  private boolean closed;

  /**
   * @param memory what stands; nobody else's
   * @param startupWait how long to wait for the registries if there is nothing to tell
   */
  McpSink(String name, Sink memory, Births births, Streams streams, Duration startupWait) {
    this.name = name;
    this.memory = memory;
    this.recall = new Recall(memory);
    this.births = births;
    this.streams = streams;
    this.startupWait = startupWait;
    this.aside = Aside.of(name + "-mcp");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return McpSinks.KIND;
  }

  @Override
  public void start(Runnable hint) {
    // Who hints has other things to do in time: to renew a Lease, or to write what is wanted here.
    memory.start(() -> aside.execute(() -> hinted(hint)));
    restore();
    CompletableFuture.delayedExecutor(startupWait.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::waitedLongEnough);
  }

  private void hinted(Runnable hint) {
    recall.doubt();
    restore();
    follow();
    hint.run();
  }

  /**
   * Tells what was told before this bridge was started, as soon as the memory can be read. That
   * there is nothing to tell is for the registries to say.
   */
  private synchronized void restore() {
    if (looked || !(recall.current() instanceof Current.Known known)) {
      return;
    }
    looked = true;
    if (births.restore() && !known.actual().resources().isEmpty()) {
      publish(known.actual());
      log.atInfo()
          .addKeyValue("sink", name)
          .log("{}: {} services are served as they were left", name, served());
    }
  }

  /**
   * Tells what another replica wrote, also while this one is paused. The one that writes knows what
   * it wrote: what else went from the memory is not to go before a pass has had a look.
   */
  private synchronized void follow() {
    if (published() && !(writes && leader().here())) {
      publish();
    }
  }

  private synchronized void waitedLongEnough() {
    restore();
    if (closed || published()) {
      return;
    }
    waited = true;
    log.atWarn()
        .addKeyValue("sink", name)
        .log(
            "{}: not every registry was read within {} s; what is known is served now",
            name,
            startupWait.toSeconds());
    publish();
  }

  @Override
  public synchronized void heard() {
    heard = true;
  }

  @Override
  public Current current() {
    return recall.current();
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    var outcomes = memory.apply(plan, pressed);
    if (!outcomes.isEmpty()) {
      recall.doubt();
    }
    tell(outcomes);
    return outcomes;
  }

  /**
   * The first answer is the one that must not lack what could not be written down, or is not yet by
   * the replica that writes.
   */
  private synchronized void tell(List<Outcome> outcomes) {
    writes = leader().here();
    restore();
    var lacking =
        outcomes.stream()
            .anyMatch(one -> one instanceof Outcome.Failed || one instanceof Outcome.Left);
    if (published() || ((heard || waited) && !lacking)) {
      publish();
    }
  }

  /** What the memory does not say, nobody is told. */
  private void publish() {
    if (recall.current() instanceof Current.Known known) {
      if (told.equals(Optional.of(known.actual()))) {
        births.catchUp(heard);
      } else {
        publish(known.actual());
      }
    }
  }

  private void publish(Actual actual) {
    var born = births.of(actual.resources().keySet(), heard);
    var before = streams.latest().orElse(Snapshot.EMPTY);
    streams.publish(before.next(actual, born));
    told = Optional.of(actual);
  }

  private boolean published() {
    return streams.latest().isPresent();
  }

  private int served() {
    return streams.latest().map(snapshot -> snapshot.services().size()).orElse(0);
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return memory.kept();
  }

  @Override
  public void keep(Map<String, String> words) {
    memory.keep(words);
  }

  @Override
  public int restarts() {
    return memory.restarts();
  }

  @Override
  public Audience audience() {
    return streams.audience();
  }

  @Override
  public Leader leader() {
    return memory.leader();
  }

  @Override
  public Optional<Leadership> leadership() {
    return memory.leadership();
  }

  @Override
  public void leave() {
    memory.leave();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    memory.close();
  }
}
