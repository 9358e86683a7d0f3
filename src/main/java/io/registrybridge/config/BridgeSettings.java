package io.registrybridge.config;

import io.registrybridge.guard.Limits;
import io.registrybridge.mapping.MappingRules;
import io.registrybridge.plan.Allowance;
import io.registrybridge.plan.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * All that is configured, checked: what the wiring goes by.
 *
 * @param mapping by registry
 * @param emptyGrace how long an unlisted service keeps its entry, by registry
 * @param feeding the registries that feed a sink, by sink
 */
record BridgeSettings(
    BridgeProperties properties,
    SortedMap<String, MappingRules> mapping,
    Map<String, Duration> emptyGrace,
    Map<String, Set<String>> feeding) {

  /**
   * What this environment's property sources say.
   *
   * @throws Misconfiguration with the first thing that is wrong
   */
  static BridgeSettings of(ConfigurableEnvironment environment) {
    var configured = Configured.in(environment, Contract.TREE);
    return new SettingsReader(configured, Bundles.in(environment)).read();
  }

  Limits limits() {
    var guard = properties.guard();
    return new Limits(guard.maxShare(), guard.maxCount(), guard.window(), guard.settle());
  }

  Rules rules() {
    return new Rules(
        properties.owner(),
        Set.copyOf(properties.adoptFrom()),
        properties.policy(),
        emptyGrace,
        Set.copyOf(properties.retired()),
        new Allowance(properties.guard().maxShare(), properties.guard().maxCount()));
  }
}
