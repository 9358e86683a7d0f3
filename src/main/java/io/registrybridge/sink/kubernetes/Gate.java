package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.TransitionCheckResult;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.registrybridge.sink.cluster.Trouble;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How many requests the API server gets in a second, and when it gets none: for as long as it asks
 * for that, and for a while after it left some without an answer.
 */
final class Gate {

  private static final int UNANSWERED = 5;
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Set<State> OPEN = Set.of(State.HALF_OPEN, State.CLOSED); // to requests

  private final RateLimiter limiter;
  private final CircuitBreaker breaker;

  /**
   * @param opens is run when requests are let through again
   * @param unanswered is run when a request got no answer
   */
  Gate(String name, KubernetesSettings settings, Runnable opens, Runnable unanswered) {
    limiter = RateLimiter.of(name, turns(settings));
    breaker = CircuitBreaker.of(name, rests());
    breaker
        .getEventPublisher()
        .onError(event -> unanswered.run())
        .onStateTransition(
            event -> {
              if (OPEN.contains(event.getStateTransition().getToState())) {
                opens.run();
              }
            });
  }

  /**
   * Makes the request when it is its turn.
   *
   * @throws CallNotPermittedException if the API server gets no requests now
   * @throws RequestNotPermitted if no turn comes
   */
  <T> T pass(Supplier<T> request) {
    return breaker.executeSupplier(RateLimiter.decorateSupplier(limiter, () -> ended(request)));
  }

  /** The breaker takes notice of exceptions alone: it would wait for ever for the end of others. */
  private static <T> T ended(Supplier<T> request) {
    try {
      return request.get();
    } catch (Error mistake) {
      throw new IllegalStateException("a defect of the bridge: " + mistake, mistake);
    }
  }

  private static RateLimiterConfig turns(KubernetesSettings settings) {
    var queue = 2 + settings.concurrency() / settings.writesPerSecond();
    return RateLimiterConfig.custom()
        .limitForPeriod(settings.writesPerSecond())
        .limitRefreshPeriod(Duration.ofSeconds(1))
        .timeoutDuration(Duration.ofSeconds(queue))
        .build();
  }

  private static CircuitBreakerConfig rests() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(UNANSWERED)
        .minimumNumberOfCalls(UNANSWERED)
        .failureRateThreshold(100)
        .recordException(Gate::unanswered)
        .transitionOnResult(Gate::asked)
        .waitDurationInOpenState(REST)
        .automaticTransitionFromOpenToHalfOpenEnabled(true)
        .permittedNumberOfCallsInHalfOpenState(1)
        .build();
  }

  private static boolean unanswered(Throwable thrown) {
    return thrown instanceof KubernetesClientException e && Trouble.of(e).unanswered();
  }

  private static TransitionCheckResult asked(Either<Object, Throwable> result) {
    if (result.isRight() && result.get() instanceof KubernetesClientException e) {
      return Trouble.of(e)
          .retryAfter()
          .map(TransitionCheckResult::transitionToOpenAndWaitFor)
          .orElseGet(TransitionCheckResult::noTransition);
    }
    return TransitionCheckResult.noTransition();
  }
}
