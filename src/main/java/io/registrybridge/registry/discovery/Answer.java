package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import java.util.List;

/**
 * What a client said of one service that it lists.
 *
 * @param flaws of instances that cannot be used
 * @param failure why it said nothing; empty if it answered
 */
record Answer(ServiceKey service, List<Instance> instances, List<Flaw> flaws, String failure) {

  static Answer failed(ServiceKey service, String failure) {
    return new Answer(service, List.of(), List.of(), failure);
  }

  boolean failed() {
    return !failure.isEmpty();
  }

  /** It listed instances, and none that can be used. */
  boolean unreadable() {
    return instances.isEmpty() && !flaws.isEmpty();
  }

  /** It listed no instance, or failed and did not say so. */
  boolean empty() {
    return instances.isEmpty() && flaws.isEmpty() && !failed();
  }
}
