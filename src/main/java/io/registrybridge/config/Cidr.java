package io.registrybridge.config;

import io.registrybridge.mapping.Addresses;
import java.util.List;

/** A block of addresses such as {@code 10.0.0.0/8}. */
record Cidr(String text) {

  Cidr {
    // Throws with a sentence if it is none.
    Addresses.of(List.of(text), List.of());
  }
}
