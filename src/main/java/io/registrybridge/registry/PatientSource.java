package io.registrybridge.registry;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.registrybridge.registry.Reading.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is asked again when it does not answer, and left alone for a while when it keeps
 * not answering.
 */
final class PatientSource {

  private static final Logger log = LoggerFactory.getLogger(PatientSource.class);

  private static final int ATTEMPTS = 3;
  private static final int FAILURES = 5;
  private static final double JITTER = 0.5;

  /** With the jitter on top it is the longest that a registry which came back goes unnoticed. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private static final IntervalFunction REST =
      IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(2), 2, LONGEST_REST);

  private final String name;
  private final Source source;
  private final Clock clock;
  private final Retry retry;
  private final CircuitBreaker breaker;

  private Optional<Instant> failingSince = Optional.empty();
  private String lastBug = "";

  PatientSource(String name, Source source, Duration pause, Clock clock) {
    this.name = name;
    this.source = source;
    this.clock = clock;
    this.retry = Retry.of(name, retrying(pause));
    this.breaker = CircuitBreaker.of(name, breaking(clock));
  }

  private static RetryConfig retrying(Duration pause) {
    return RetryConfig.<Reading>custom()
        .maxAttempts(ATTEMPTS)
        .retryOnResult(Unavailable.class::isInstance)
        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(pause, 2, JITTER))
        .build();
  }

  private static CircuitBreakerConfig breaking(Clock clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(FAILURES)
        .minimumNumberOfCalls(FAILURES)
        .failureRateThreshold(100)
        .permittedNumberOfCallsInHalfOpenState(1)
        .recordResult(Unavailable.class::isInstance)
        .waitIntervalFunctionInOpenState(PatientSource::rest)
        .writableStackTraceEnabled(false)
        .clock(clock)
        .build();
  }

  private static long rest(int times) {
    // It has long stopped growing there, and the function counts up to its argument.
    var attempt = Math.min(times, FAILURES);
    return IntervalFunction.ofRandomized(REST.apply(attempt), JITTER).apply(attempt);
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  /** Reads; empty, at once, while the source is left alone. */
  Optional<Reading> read() {
    try {
      return Optional.of(noted(breaker.executeSupplier(() -> retry.executeSupplier(this::ask))));
    } catch (CallNotPermittedException e) {
      return Optional.empty();
    }
  }

  /** Reads even while the source is left alone. */
  Optional<Reading> insist() {
    if (breaker.getState() == State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
    return read();
  }

  private Reading ask() {
    try {
      var reading = source.read();
      lastBug = "";
      return reading;
    } catch (RuntimeException | Error e) {
      // The thread that asks must outlive everything, or the registry would be stale for good.
      return bug(e);
    }
  }

  private Reading bug(Throwable bug) {
    if (!lastBug.equals(bug.toString())) {
      lastBug = bug.toString();
      log.atError()
          .addKeyValue("registry", name)
          .setCause(bug)
          .log("The reader of registry {} has a bug", name);
    }
    return new Unavailable(name, clock.instant(), "the bridge failed to read it: " + bug);
  }

  private Reading noted(Reading reading) {
    if (!(reading instanceof Unavailable failure)) {
      failingSince = Optional.empty();
      return reading;
    }
    failingSince = failingSince.or(() -> Optional.of(failure.at()));
    return breaker.getState() == State.CLOSED ? failure : resting(failure);
  }

  private Unavailable resting(Unavailable failure) {
    var since = failingSince.orElse(failure.at()).truncatedTo(ChronoUnit.SECONDS);
    var reason = failure.reason() + " (failing since " + since + ", so it is asked less often)";
    return new Unavailable(failure.registry(), failure.at(), reason);
  }
}
