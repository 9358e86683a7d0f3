package io.registrybridge.config;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one line why the bridge cannot start. Spring Boot's own reporter would add a banner and
 * an empty section about what to do, which the sentence says already.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MisconfigurationReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("io.registrybridge");

  @Override
  public boolean reportException(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Misconfiguration misconfiguration) {
        log.error("istio-registry-bridge cannot start: {}", misconfiguration.sentence());
        return true;
      }
    }
    return false;
  }
}
