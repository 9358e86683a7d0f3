package io.registrybridge.status;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lets tests ask as fast as they can. */
@TestConfiguration(proxyBeanMethods = false)
class PatientLimiter {

  @Bean
  @Primary
  RateLimiter patient() {
    return RateLimiter.of("patient", RateLimiterConfig.custom().limitForPeriod(1_000_000).build());
  }
}
