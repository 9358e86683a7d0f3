package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.sink.cluster.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Asks the API server whether the bridge may do what it will have to. A right that is missing would
 * else show only when it is needed first, which may be the first removal in weeks.
 *
 * <p>It is asked again until nothing is missing; what is missing stops nothing by itself.
 */
final class Rights {

  private static final Logger log = LoggerFactory.getLogger(Rights.class);

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final String sink;
  private final KubernetesClient client;
  private final List<Rule> needed;
  private volatile List<Rule> lacking = List.of();

  /**
   * @param sink its name
   */
  Rights(String sink, KubernetesClient client, List<Rule> needed) {
    this.sink = sink;
    this.client = client;
    this.needed = List.copyOf(needed);
  }

  /** The rules that were missing when last asked. */
  List<String> lacking() {
    return lacking.stream().map(Rule::toString).toList();
  }

  /**
   * Begins to ask.
   *
   * @param asking runs the questions, which are requests
   */
  void start(ScheduledExecutorService timer, Executor asking) {
    timer.execute(() -> asking.execute(() -> ask(timer, asking)));
  }

  private void ask(ScheduledExecutorService timer, Executor asking) {
    if (!answered() || !lacking.isEmpty()) {
      var unused =
          timer.schedule(() -> start(timer, asking), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whether the API server said which they are. */
  private boolean answered() {
    try {
      learn(needed.stream().map(this::lackingOf).filter(one -> !one.verbs().isEmpty()).toList());
      return true;
    } catch (RuntimeException e) {
      log.debug("{}: asking for rights: {}", sink, Trouble.of(e).reason());
      return false;
    }
  }

  private Rule lackingOf(Rule rule) {
    return rule.of(rule.verbs().stream().filter(verb -> !allowed(rule, verb)).toList());
  }

  private boolean allowed(Rule rule, String verb) {
    var question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(rule.group())
            .withResource(rule.resource())
            .withName(rule.name())
            .withNamespace(rule.namespace())
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    var answer = client.authorization().v1().selfSubjectAccessReview().create(question);
    return Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }

  private void learn(List<Rule> missing) {
    if (!missing.equals(lacking)) {
      missing.forEach(
          rule -> about(Level.WARN).log("{}: its account lacks the rule {}", sink, rule));
      if (missing.isEmpty()) {
        about(Level.INFO).log("{}: its account has all rights that it needs", sink);
      }
    }
    lacking = missing;
  }

  private LoggingEventBuilder about(Level level) {
    return log.atLevel(level).addKeyValue("sink", sink);
  }
}
