package io.registrybridge.mapping;

import io.registrybridge.catalog.ServiceKey;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a host is made from a service's name, its registry and its partition, such as {@code
 * {service}.{registry}.mesh}.
 */
public final class HostPattern {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> PLACES = Set.of("service", "registry", "partition");
  private static final Pattern CONSTANT = Pattern.compile("[a-z0-9.-]*");

  private final String pattern;

  private HostPattern(String pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern that a configuration spells.
   *
   * @throws IllegalArgumentException with a sentence, if no legal host can come of it
   */
  public static HostPattern parse(String pattern) {
    PLACE
        .matcher(pattern)
        .results()
        .map(place -> place.group(1))
        .filter(name -> !PLACES.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'{" + name + "}' is none of {service}, {registry}, {partition}");
            });
    if (!pattern.contains("{service}")) {
      throw new IllegalArgumentException(
          "without {service} all services would share the one host '" + pattern + "'");
    }
    if (!CONSTANT.matcher(PLACE.matcher(pattern).replaceAll("")).matches()) {
      throw new IllegalArgumentException(
          "'" + pattern + "' may hold lower-case letters, digits, '-' and '.' beside the braces");
    }
    var sample = PLACE.matcher(pattern).replaceAll("x");
    if (!Hosts.legal(sample) || !sample.contains(".")) {
      throw new IllegalArgumentException(
          "'" + pattern + "' gives no DNS name of at least two labels");
    }
    Hosts.refused(sample)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("'" + pattern + "': " + reason);
            });
    return new HostPattern(pattern);
  }

  /** The host of a service; equal names in one registry and partition give equal hosts. */
  public String host(ServiceKey service) {
    var partition = service.partition().isEmpty() ? "default" : Hosts.label(service.partition());
    var host =
        pattern
            .replace("{registry}", service.registry())
            .replace("{partition}", partition)
            .replace("{service}", Hosts.label(service.name()));
    return Hosts.fit(host, service);
  }

  /** What all its hosts end in; empty if that is not always the same. */
  String end() {
    return pattern.substring(pattern.lastIndexOf('}') + 1);
  }

  @Override
  public String toString() {
    return pattern;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostPattern that && that.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }
}
