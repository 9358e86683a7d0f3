package io.registrybridge.mesh;

import static io.registrybridge.mesh.Refusal.first;
import static io.registrybridge.mesh.Refusal.when;

import java.util.Optional;
import java.util.Set;

/** Why Istio or the API server would not take an endpoint, and with it the whole service. */
final class EndpointRefusal {

  private static final int MOST_LABELS = 256;
  private static final int LONGEST_TEXT = 2048;
  private static final int LONGEST_NAME = 253;

  private EndpointRefusal() {}

  /**
   * Why it would be refused in a service of this resolution.
   *
   * @param ports the names of the service's ports
   */
  static Optional<String> of(Endpoint endpoint, Resolution resolution, Set<String> ports) {
    return ofAddress(endpoint.address(), resolution)
        .or(() -> ofPorts(endpoint, ports))
        .or(() -> ofLabels(endpoint))
        .or(() -> when(endpoint.weight() < 1, "a weight is 1 or more: Istio reads 0 as 1"))
        .or(
            () ->
                when(
                    !text(endpoint.locality()) || !text(endpoint.network()),
                    "a locality and a network have at most 2048 characters"))
        .or(
            () ->
                when(
                    !account(endpoint.serviceAccount()),
                    "a service account has at most 253 characters"));
  }

  static Optional<String> ofAddress(String address, Resolution resolution) {
    if (IpAddress.parse(address).isPresent()) {
      return Optional.empty();
    }
    return resolution == Resolution.STATIC
        ? Optional.of("an endpoint's address is an IP address, unless resolution is DNS")
        : when(!Syntax.host(address), "an endpoint's address is an IP address or a DNS name");
  }

  private static Optional<String> ofPorts(Endpoint endpoint, Set<String> names) {
    return when(endpoint.ports().size() > Port.MOST, "an endpoint has at most 128 ports")
        .or(
            () ->
                when(
                    !names.containsAll(endpoint.ports().keySet()),
                    "an endpoint's port is one of the service's"))
        .or(() -> first(endpoint.ports().values().stream().map(Refusal::ofNumber)));
  }

  private static Optional<String> ofLabels(Endpoint endpoint) {
    return when(endpoint.labels().size() > MOST_LABELS, "an endpoint has at most 256 labels")
        .or(
            () ->
                when(
                    !endpoint.labels().entrySet().stream()
                        .allMatch(label -> label(label.getKey(), label.getValue())),
                    "a label is not as Kubernetes wants it"));
  }

  static boolean label(String key, String value) {
    return Syntax.labelKey(key) && Syntax.labelValue(value);
  }

  static boolean text(String text) {
    return text.length() <= LONGEST_TEXT;
  }

  static boolean account(String name) {
    return name.length() <= LONGEST_NAME;
  }
}
