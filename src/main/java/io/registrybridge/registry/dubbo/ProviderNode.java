package io.registrybridge.registry.dubbo;

import java.util.Optional;

/**
 * A node among the providers of an interface.
 *
 * @param url empty if it cannot be read, or is no provider's
 * @param flaw why it cannot be read, as a sentence; empty if it can, or need not
 */
record ProviderNode(Optional<ProviderUrl> url, String flaw) {

  static ProviderNode of(ProviderUrl url) {
    return new ProviderNode(Optional.of(url), "");
  }

  /** What is not meant to be a provider: a rule, or Dubbo's word for "none". */
  static ProviderNode none() {
    return new ProviderNode(Optional.empty(), "");
  }

  static ProviderNode unreadable(String flaw) {
    return new ProviderNode(Optional.empty(), flaw);
  }
}
