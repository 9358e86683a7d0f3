package io.registrybridge.config;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says in one line why the bridge cannot start. Spring Boot's own reporter would add a banner and
 * an empty section about what to do, which the sentence says already.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MisconfigurationReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("io.registrybridge");

  @Override
  public boolean reportException(Throwable failure) {
    var sentence = sentence(failure);
    sentence.ifPresent(words -> log.error("istio-registry-bridge cannot start: {}", words));
    return sentence.isPresent();
  }

  private static Optional<String> sentence(Throwable failure) {
    // What a bean threw comes wrapped by Spring, once for each bean that waits for it.
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var sentence = ofCause(cause);
      if (sentence.isPresent()) {
        return sentence;
      }
    }
    return failure instanceof MarkedYAMLException unreadable
        ? Optional.of(sentence(unreadable))
        : Optional.empty();
  }

  private static Optional<String> ofCause(Throwable cause) {
    if (cause instanceof Misconfiguration misconfiguration) {
      return Optional.of(misconfiguration.sentence());
    }
    return TakenPort.sentence(cause);
  }

  /** Without the lines that the exception quotes, which may hold a password. */
  private static String sentence(MarkedYAMLException unreadable) {
    var mark = unreadable.getProblemMark();
    return "a configuration file is no YAML: %s%s"
        .formatted(unreadable.getProblem(), mark == null ? "" : " in line " + (mark.getLine() + 1));
  }
}
