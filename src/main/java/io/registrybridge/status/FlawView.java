package io.registrybridge.status;

import io.registrybridge.catalog.Flaw;

/** Something in a registry's answer that could not be used. */
record FlawView(String service, String partition, String subject, String reason) {

  static FlawView of(Flaw flaw) {
    return new FlawView(
        flaw.service().name(), flaw.service().partition(), flaw.subject(), flaw.reason());
  }
}
