package io.registrybridge.config;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;

/**
 * A property as it is configured.
 *
 * @param name canonical, such as {@code bridge.registry.eureka.shop.urls[0]}
 * @param value as the source gives it, placeholders resolved
 * @param place where it stands, for people; empty if that is not known
 * @param node what may stand there
 */
record Entry(String name, String value, String place, Node node) {

  /** Whether it is a value of its own, and not an empty map. */
  boolean isValue() {
    return node instanceof Node.Value || node instanceof Node.Items;
  }

  /** The value with its name and place, which Spring Boot hands on to its exceptions. */
  OriginTrackedValue tracked() {
    return OriginTrackedValue.of(value, new Spot(this));
  }

  Misconfiguration wrong(String predicate) {
    return Misconfiguration.of(name, place, predicate);
  }

  /** The way back from a value that Spring Boot could not bind. */
  record Spot(Entry entry) implements Origin {}
}
