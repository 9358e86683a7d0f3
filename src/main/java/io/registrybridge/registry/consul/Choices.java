package io.registrybridge.registry.consul;

import java.util.Optional;
import java.util.Set;

/**
 * What is made of an instance.
 *
 * @param admitted by which it takes traffic
 * @param taggedAddress which of its addresses is its own, if it has that one
 */
record Choices(Set<Health> admitted, Optional<String> taggedAddress) {

  Choices {
    admitted = Set.copyOf(admitted);
  }
}
