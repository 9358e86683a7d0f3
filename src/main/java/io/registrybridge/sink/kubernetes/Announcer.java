package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.kubernetes.Notices.Notice;
import io.registrybridge.sink.kubernetes.Notices.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells in Events what users should know of passes, and not too many of them. */
final class Announcer implements AutoCloseable {

  /** How many Events there may be in a minute of single resources; the others are counted. */
  static final int SINGLE = 30;

  private static final int SUMMARIES = 4;

  private final Events events;
  private final ObjectReference lease;
  private final Notices notices = new Notices();
  private final RateLimiter single = limiter("single", SINGLE);
  private final RateLimiter summaries = limiter("summaries", SUMMARIES);

  /**
   * @param events closed with this
   * @param lease what is said of a resource that is not there is said of this
   */
  Announcer(Events events, ObjectReference lease) {
    this.events = events;
    this.lease = lease;
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
   * A pass came to this. For one thread at a time.
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
        tell(notice, standing.apply(notice.id()), now);
      } else {
        untold.merge(notice.reason(), 1, Integer::sum);
      }
    }
    untold.forEach((reason, count) -> summarize(reason, count, now));
  }

  private void tell(Notice notice, Optional<Standing> standing, Instant now) {
    standing.ifPresentOrElse(
        there -> events.write(reference(there), notice.reason(), notice.note(), now),
        () -> events.write(lease, notice.reason(), notice.id() + ": " + notice.note(), now));
  }

  private void summarize(Reason reason, int count, Instant now) {
    if (summaries.acquirePermission()) {
      events.write(lease, reason, count + " more; GET /actuator/plan has all of them", now);
    }
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

  @Override
  public void close() {
    events.close();
  }
}
