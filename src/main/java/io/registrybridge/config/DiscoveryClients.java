package io.registrybridge.config;

import io.registrybridge.registry.discovery.DiscoveryClientRegistries;
import io.registrybridge.registry.discovery.FreshEurekaClient;
import java.time.Clock;
import java.util.TreeSet;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.netflix.eureka.EurekaDiscoveryClient;
import org.springframework.core.env.ConfigurableEnvironment;

/** The {@code DiscoveryClient} beans that there are, made when a registry names them. */
record DiscoveryClients(
    ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment, Clock clock) {

  /**
   * The client that a registry names.
   *
   * @throws Misconfiguration if there is none of this name, or one that cannot be a registry
   */
  DiscoveryClient named(String registry, String word) {
    var bean = bean(word);
    if (!beans.containsBean(bean) || !beans.isTypeMatch(bean, DiscoveryClient.class)) {
      throw wrong(registry, word, " but must be the name of a DiscoveryClient bean; " + thereAre());
    }
    var client = beans.getBean(bean, DiscoveryClient.class);
    DiscoveryClientRegistries.refusal(AopUtils.getTargetClass(client))
        .ifPresent(
            reason -> {
              throw wrong(registry, word, ", which cannot be a registry: " + reason);
            });
    return fresh(client);
  }

  private String bean(String word) {
    return beans.containsBean(word)
        ? word
        : ShippedClient.named(word).map(ShippedClient::bean).orElse(word);
  }

  private DiscoveryClient fresh(DiscoveryClient client) {
    var cache = beans.getBeanProvider(com.netflix.discovery.DiscoveryClient.class);
    return client instanceof EurekaDiscoveryClient
        ? new FreshEurekaClient(client, cache.getObject(), clock)
        : client;
  }

  /** Those that could be named, the shipped ones also where they are off. */
  private String thereAre() {
    var names = new TreeSet<String>();
    for (var bean : beans.getBeanNamesForType(DiscoveryClient.class, true, false)) {
      var type = beans.getType(bean, false);
      if (type != null && DiscoveryClientRegistries.refusal(type).isEmpty()) {
        names.add(bean);
      }
    }
    for (var shipped : ShippedClient.values()) {
      names.remove(shipped.bean());
      names.add(shipped.title());
    }
    return "there are " + String.join(", ", names);
  }

  private Misconfiguration wrong(String registry, String word, String predicate) {
    var path = "bridge.registry.%s.%s.bean".formatted(DiscoveryClientRegistries.KIND, registry);
    var place = Configured.in(environment, Contract.TREE).find(path).map(Entry::place).orElse("");
    return Misconfiguration.of(path, place, "is '%s'%s".formatted(word, predicate));
  }
}
