package io.registrybridge.registry.nacos;

import java.util.Optional;

/**
 * That a service changed.
 *
 * @param namespace empty where the server does not say, as Nacos' own does not
 */
record Notice(String namespace, String group, String service) {

  private static final String SEPARATOR = "@@";

  /**
   * Empty if there is no name.
   *
   * @param name of the service, perhaps with its group before it
   */
  static Optional<Notice> of(String namespace, String group, String name) {
    var at = name.indexOf(SEPARATOR);
    var notice =
        at < 0
            ? new Notice(namespace, group, name)
            : new Notice(namespace, name.substring(0, at), name.substring(at + SEPARATOR.length()));
    return Optional.of(notice).filter(one -> !one.service().isEmpty());
  }
}
