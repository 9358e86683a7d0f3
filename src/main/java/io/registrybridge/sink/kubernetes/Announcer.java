package io.registrybridge.sink.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.cluster.Trouble;
import io.registrybridge.sink.kubernetes.Notices.Notice;
import io.registrybridge.sink.kubernetes.Notices.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes Events of what users should be told, as far as it may: nothing waits for them,
 * and nothing depends on them.
 */
final class Announcer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What the API server takes, in bytes. */
  private static final int NOTE = 1_024;

  private static final int INSTANCE = 128;
  private static final String MORE = "...";

  /** How many Events there may be in a minute of single resources; the others are counted. */
  static final int SINGLE = 30;

  private static final int SUMMARIES = 4;

  private final KubernetesClient client;
  private final ObjectReference lease;
  private final String replica;
  private final Notices notices = new Notices();
  private final RateLimiter single = limiter("single", SINGLE);
  private final RateLimiter summaries = limiter("summaries", SUMMARIES);
  private final ThreadPoolExecutor thread;
  private volatile String trouble = "";

  /**
   * @param client closed by somebody else
   * @param lease what is said of a resource that is not there is said of this
   * @param replica the name of the one that writes
   */
  Announcer(String sink, KubernetesClient client, ObjectReference lease, String replica) {
    this.client = client;
    this.lease = lease;
    this.replica = cut(replica, INSTANCE);
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(2 * SINGLE),
            task -> {
              var named = new Thread(task, sink + "-events");
              named.setDaemon(true);
              return named;
            },
            new DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  private static RateLimiter limiter(String name, int count) {
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(count)
            .limitRefreshPeriod(Duration.ofMinutes(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  /**
   * A pass came to this.
   *
   * @param standing the object of this id, if it is there
   */
  void passed(
      Plan plan,
      List<Outcome> outcomes,
      Instant now,
      Function<ResourceId, Optional<Standing>> standing) {
    var untold = new EnumMap<Reason, Integer>(Reason.class);
    for (var notice : notices.news(plan, outcomes, now)) {
      if (single.acquirePermission()) {
        write(of(notice, standing.apply(notice.id()), now));
      } else {
        untold.merge(notice.reason(), 1, Integer::sum);
      }
    }
    untold.forEach((reason, count) -> summarize(reason, count, now));
  }

  private void summarize(Reason reason, int count, Instant now) {
    if (summaries.acquirePermission()) {
      write(event(lease, reason, count + " more; GET /actuator/plan has all of them", now));
    }
  }

  private Event of(Notice notice, Optional<Standing> standing, Instant now) {
    return standing
        .map(there -> event(reference(there), notice.reason(), notice.note(), now))
        .orElseGet(() -> event(lease, notice.reason(), notice.id() + ": " + notice.note(), now));
  }

  private static ObjectReference reference(Standing standing) {
    var id = standing.id();
    var version = Version.of(standing);
    return new ObjectReferenceBuilder()
        .withApiVersion(Entries.API_VERSION)
        .withKind(id.kind().title())
        .withNamespace(id.namespace())
        .withName(id.name())
        .withUid(version.uid())
        .withResourceVersion(version.resourceVersion())
        .build();
  }

  private Event event(ObjectReference regarding, Reason reason, String note, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(Keys.PRODUCT + "-")
        .withNamespace(regarding.getNamespace())
        .endMetadata()
        .withNewEventTime(MICROS.format(now))
        .withReportingController(Keys.PRODUCT)
        .withReportingInstance(replica)
        .withType("Warning")
        .withReason(reason.title())
        .withAction(reason.action())
        .withRegarding(regarding)
        .withNote(cut(note.replaceAll("\\p{Cntrl}+", " "), NOTE))
        .build();
  }

  /** To as many bytes. */
  private static String cut(String text, int length) {
    var left = CharBuffer.wrap(text);
    UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(left, ByteBuffer.allocate(length - MORE.length()), true);
    return left.hasRemaining() ? text.substring(0, left.position()) + MORE : text;
  }

  private void write(Event event) {
    thread.execute(() -> create(event));
  }

  private void create(Event event) {
    var namespace = event.getMetadata().getNamespace();
    try {
      client.events().v1().events().inNamespace(namespace).resource(event).create();
      trouble = "";
    } catch (RuntimeException e) {
      complain(Trouble.of(e).sentence("create Events in namespace " + namespace));
    }
  }

  private void complain(String sentence) {
    if (!thread.isShutdown() && !sentence.equals(trouble)) {
      log.warn("{}; nothing else depends on them, and events: false turns them off", sentence);
    }
    trouble = sentence;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
