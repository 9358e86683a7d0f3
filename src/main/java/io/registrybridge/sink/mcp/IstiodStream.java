package io.registrybridge.sink.mcp;

import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.registrybridge.mesh.Istiod;
import io.registrybridge.mesh.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One istiod's stream. It asks for all types at once, each with a nonce that nobody gave it, and
 * answers each response with the response's nonce.
 */
final class IstiodStream implements StreamObserver<DiscoveryRequest> {

  private static final Logger log = LoggerFactory.getLogger(IstiodStream.class);

  /** Istiod asks for 16. */
  private static final int MOST_TYPES = 64;

  /** Who is told less than this waits for nobody, in bytes. */
  private static final int MUCH = 1 << 20;

  private final ServerCallStreamObserver<DiscoveryResponse> istiod;
  private final Supplier<Optional<Snapshot>> latest;
  private final Turns turns;
  private final Runnable telling = this::flush;
  private final Consumer<IstiodStream> ended;
  private final Clock clock;
  private final Instant connected;
  // Guarded by this.
  private Optional<Snapshot> round = Optional.empty();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private String node = "";
  private long nonces;
  private boolean over;

  /**
   * A stream that istiod has just opened.
   *
   * @param latest what there is to tell, asked each time there may be something
   * @param turns that it takes with others
   * @param ended is told once when the stream has ended
   */
  IstiodStream(
      ServerCallStreamObserver<DiscoveryResponse> istiod,
      Supplier<Optional<Snapshot>> latest,
      Turns turns,
      Consumer<IstiodStream> ended,
      Clock clock) {
    this.istiod = istiod;
    this.latest = latest;
    this.turns = turns;
    this.ended = ended;
    this.clock = clock;
    this.connected = clock.instant();
  }

  /** For the thread that opened it, before it returns. */
  void listen() {
    istiod.setOnReadyHandler(telling);
    istiod.setOnCancelHandler(this::end);
  }

  @Override
  public synchronized void onNext(DiscoveryRequest request) {
    if (node.isEmpty() && request.hasNode()) {
      node = Names.shown(request.getNode().getId());
      about(Level.INFO).log("istiod {} is connected", node);
    }
    ResourceType.of(request.getTypeUrl())
        .filter(ResourceType::answered)
        .ifPresent(type -> asked(type, request));
    flush();
  }

  private void asked(ResourceType type, DiscoveryRequest request) {
    var known = subscriptions.get(request.getTypeUrl());
    if (known == null) {
      subscribe(request.getTypeUrl(), type);
    } else if (known.answers(request)) {
      answered(known, request);
    }
  }

  private void subscribe(String url, ResourceType type) {
    if (subscriptions.size() >= MOST_TYPES) {
      istiod.onError(
          Status.RESOURCE_EXHAUSTED.withDescription("too many types").asRuntimeException());
      end();
      return;
    }
    var subscription = new Subscription(url, type);
    subscriptions.put(url, subscription);
    offered(subscription);
  }

  private void answered(Subscription subscription, DiscoveryRequest request) {
    if (request.hasErrorDetail()) {
      var reason = Names.shown(request.getErrorDetail().getMessage());
      about(Level.WARN)
          .addKeyValue("reason", reason)
          .log("istiod {} refused {}: {}", node, request.getTypeUrl(), reason);
      subscription.answered();
    } else {
      subscription.acknowledged();
    }
  }

  /** There is something new to tell. */
  synchronized void offer() {
    subscriptions.values().forEach(this::offered);
    flush();
  }

  private void offered(Subscription subscription) {
    content(subscription, latest.get())
        .ifPresent(content -> subscription.offered(content, clock.instant()));
  }

  private synchronized void flush() {
    endRound();
    for (var subscription : subscriptions.values()) {
      if (over || !istiod.isReady() || istiod.isCancelled()) {
        return;
      }
      var snapshot = round.or(latest);
      var due = content(subscription, snapshot).filter(subscription::due);
      if (due.isPresent() && !waits(subscription, snapshot.orElse(Snapshot.EMPTY))) {
        if (due.get().size() > MUCH && !turns.take(telling)) {
          return;
        }
        beginRound(subscription, snapshot);
        istiod.onNext(subscription.send(due.get(), String.valueOf(++nonces)));
      }
    }
    if (istiod.isReady()) {
      turns.end(telling); // else when it is
    }
  }

  /**
   * Once istiod is told of what ServiceEntries are to select, it is told these before anything
   * newer: or else they would wait for as long as endpoints come and go faster than it answers.
   */
  private void beginRound(Subscription subscription, Optional<Snapshot> snapshot) {
    if (subscription.type().is(Kind.WORKLOAD_ENTRY)
        && !settled(Kind.SERVICE_ENTRY, snapshot.orElse(Snapshot.EMPTY))) {
      round = snapshot;
    }
  }

  private void endRound() {
    var taken = round.filter(told -> settled(Kind.SERVICE_ENTRY, told));
    if (taken.isPresent()) {
      of(Kind.WORKLOAD_ENTRY).forEach(one -> one.selected(taken.get().of(one.type())));
      round = Optional.empty();
      subscriptions.values().forEach(this::offered);
    }
  }

  /** What there is to tell of this type, if that is known. */
  private Optional<Content> content(Subscription subscription, Optional<Snapshot> snapshot) {
    return subscription.type().served()
        ? snapshot.map(one -> content(subscription, one))
        : Optional.of(Content.NOTHING);
  }

  /**
   * Istiod takes each type by itself. What a ServiceEntry selects has to be there before it does,
   * and to stay until it does not any more.
   */
  private Content content(Subscription subscription, Snapshot snapshot) {
    var content = snapshot.of(subscription.type());
    var staying =
        subscription.type().is(Kind.WORKLOAD_ENTRY) && !settled(Kind.SERVICE_ENTRY, snapshot);
    return staying ? content.with(subscription.told()) : content;
  }

  private boolean waits(Subscription subscription, Snapshot snapshot) {
    return subscription.type().is(Kind.SERVICE_ENTRY) && !settled(Kind.WORKLOAD_ENTRY, snapshot);
  }

  /** Whether istiod has all of this kind; nobody waits for what there is none of. */
  private boolean settled(Kind kind, Snapshot snapshot) {
    var asked = of(kind);
    return asked.isEmpty()
        ? kind == Kind.SERVICE_ENTRY || snapshot.workloads().isEmpty()
        : asked.stream().allMatch(one -> settled(one, snapshot));
  }

  private boolean settled(Subscription subscription, Snapshot snapshot) {
    var content =
        subscription.type().is(Kind.SERVICE_ENTRY)
            ? snapshot.of(subscription.type())
            : content(subscription, snapshot);
    return content.isEmpty() || subscription.settled(content);
  }

  private List<Subscription> of(Kind kind) {
    return subscriptions.values().stream().filter(one -> one.type().is(kind)).toList();
  }

  @Override
  public void onError(Throwable lost) {
    end();
  }

  @Override
  public synchronized void onCompleted() {
    istiod.onCompleted();
    end();
  }

  private synchronized void end() {
    if (!over) {
      over = true;
      turns.end(telling);
      ended.accept(this);
      about(Level.INFO).log("istiod {} is gone", node);
    }
  }

  private LoggingEventBuilder about(Level level) {
    return log.atLevel(level).addKeyValue("istiod", node);
  }

  /** What is known of it now. */
  synchronized Istiod istiod() {
    var version = "";
    var behind = Optional.<Instant>empty();
    for (var one : subscriptions.values()) {
      if (one.type().served()) {
        behind = earlier(behind, one.behindSince());
        version = one.type().is(Kind.SERVICE_ENTRY) ? one.version() : version;
      }
    }
    var lag = behind.map(since -> Duration.between(since, clock.instant())).orElse(Duration.ZERO);
    return new Istiod(node, connected, version, lag);
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.filter(at -> other.filter(at::isAfter).isEmpty()).or(() -> other);
  }
}
