package io.registrybridge.status;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.registrybridge.sync.Bridge;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows a bridge to operators; the bridge, its info, the token and a clock are wired elsewhere. */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

  /** One pass serves all who ask during it, so this bounds the answers, not the work. */
  @Bean
  RateLimiter passLimiter() {
    return RateLimiter.of(
        "pass",
        RateLimiterConfig.custom()
            .limitForPeriod(10)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  @Bean
  SyncEndpoint syncEndpoint(Bridge bridge, BridgeInfo info, RateLimiter passLimiter) {
    return new SyncEndpoint(bridge, info, passLimiter);
  }

  @Bean
  PlanEndpoint planEndpoint(Bridge bridge) {
    return new PlanEndpoint(bridge);
  }

  @Bean
  GuardEndpoint guardEndpoint(Bridge bridge, AdminToken token) {
    return new GuardEndpoint(bridge, token);
  }

  @Bean
  BridgeEndpoint bridgeEndpoint(Bridge bridge, BridgeInfo info, AdminToken token) {
    return new BridgeEndpoint(bridge, info, token);
  }

  @Bean
  Verdict verdict(Bridge bridge, BridgeInfo info) {
    return new Verdict(bridge, info);
  }

  @Bean
  BridgeHealth bridgeHealthIndicator(Bridge bridge, BridgeInfo info, Clock clock) {
    return new BridgeHealth(bridge, info, clock);
  }

  @Bean
  HealthByName<?> registryHealthContributor(Bridge bridge) {
    return new HealthByName<>(() -> bridge.report().registries(), RegistryHealth::of);
  }

  @Bean
  HealthByName<?> sinkHealthContributor(Bridge bridge) {
    return new HealthByName<>(() -> bridge.report().sinks(), SinkHealth::of);
  }

  @Bean
  BridgeInfoContributor bridgeInfoContributor(BridgeInfo info) {
    return new BridgeInfoContributor(info);
  }

  @Bean
  ReportMetrics reportMetrics(Bridge bridge, BridgeInfo info, Clock clock) {
    return new ReportMetrics(bridge, info, clock);
  }

  @Bean
  PassMetrics passMetrics(MeterRegistry meters) {
    return new PassMetrics(meters);
  }
}
