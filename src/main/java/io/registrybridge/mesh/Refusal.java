package io.registrybridge.mesh;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why Istio or the API server would not take a service, as a sentence that names the rule. Over MCP
 * nobody would ever tell: istiod logs what it leaves out, and answers that it took everything.
 *
 * <p>Istio's {@code pkg/config/validation/validation.go}, and the rules and limits of its CRDs.
 */
public final class Refusal {

  private static final int MOST = 256;
  private static final int MOST_INLINE = 4096;

  /** An API server has room for 1.5 MiB, managed fields and all. */
  private static final int LARGEST_INLINE = 1 << 20;

  private static final int LAST_PORT = 65535;

  private static final String ADVICE =
      "turn on workload-entries for it: in its registry's mapping, or there under"
          + " workload-entries-for by its name";

  private Refusal() {}

  /** Why the service would be refused, for its own sake or for that of a part of it. */
  public static Optional<String> of(MeshService service) {
    return ofOrigins(service.origins())
        .or(() -> ofId(service.id()))
        .or(() -> ofExport(service.spec().exportTo(), service.id().namespace()))
        .or(() -> of(service.spec()))
        .or(
            () ->
                service.form().equals(Form.WORKLOADS) ? Optional.empty() : inline(service.spec()));
  }

  /** Why the endpoints have no room in the ServiceEntry, and what to do about it. */
  public static Optional<String> inline(Spec spec) {
    var count = spec.endpoints().size();
    if (count > MOST_INLINE) {
      return Optional.of(
          "its %d endpoints are more than the %d that one ServiceEntry takes; %s"
              .formatted(count, MOST_INLINE, ADVICE));
    }
    var size = spec.endpoints().stream().mapToInt(Endpoint::size).sum();
    return when(
        size > LARGEST_INLINE,
        "its %d endpoints take %d bytes, and one ServiceEntry has room for %d; %s"
            .formatted(count, size, LARGEST_INLINE, ADVICE));
  }

  private static Optional<String> ofOrigins(Collection<Origin> origins) {
    var bytes = origins.stream().mapToLong(Origin::bytes).sum();
    return bytes <= 2 * Origin.MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            "to name its %d origins takes more than the 256 KiB that Kubernetes allows for annotations"
                .formatted(origins.size()));
  }

  private static Optional<String> ofId(ResourceId id) {
    return when(!Syntax.dnsLabel(id.namespace()), "its namespace is no DNS label")
        .or(() -> when(!Syntax.host(id.name()), "its name is no DNS name in lower case"));
  }

  private static Optional<String> of(Spec spec) {
    return when(!Syntax.host(spec.host()), "its host is no DNS name of at most 253 characters")
        .or(() -> when(spec.addresses().size() > MOST, "it has more than 256 addresses"))
        .or(() -> first(spec.addresses().stream().map(one -> ofAddress(one, spec.resolution()))))
        .or(() -> ofPorts(spec.ports()))
        .or(() -> ofEndpoints(spec));
  }

  static Optional<String> ofAddress(String address, Resolution resolution) {
    var slash = address.indexOf('/');
    if (slash >= 0 && resolution == Resolution.DNS) {
      return Optional.of("a block of addresses does not go with resolution DNS");
    }
    var legal =
        IpAddress.parse(slash < 0 ? address : address.substring(0, slash))
            .filter(ip -> slash < 0 || bits(address.substring(slash + 1), ip.getAddress().length));
    return when(legal.isEmpty(), "its addresses are IP addresses and CIDR blocks");
  }

  private static boolean bits(String text, int bytes) {
    return text.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(text) <= bytes * 8;
  }

  private static Optional<String> ofExport(List<String> exportTo, String namespace) {
    var seen = new HashSet<String>();
    for (var one : exportTo) {
      if (!List.of("*", ".", "~").contains(one) && !Syntax.dnsLabel(one)) {
        return Optional.of("exportTo takes '*', '.', '~' and namespaces");
      }
      if (!seen.add(one.equals(".") ? namespace : one)) {
        return Optional.of("exportTo names %s twice".formatted(one));
      }
    }
    return when(
        seen.size() > 1 && (seen.contains("*") || seen.contains("~")),
        "exportTo '*' and '~' stand alone");
  }

  private static Optional<String> ofPorts(List<Port> ports) {
    return when(ports.size() > MOST, "it has more than 256 ports")
        .or(() -> first(ports.stream().map(Refusal::of)))
        .or(
            () ->
                when(
                    distinct(ports.stream().map(Port::name)) < ports.size(),
                    "two of its ports have one name"))
        .or(
            () ->
                when(
                    distinct(ports.stream().map(Port::number)) < ports.size(),
                    "two of its ports have one number"));
  }

  private static long distinct(Stream<?> all) {
    return all.distinct().count();
  }

  static Optional<String> of(Port port) {
    return when(
            !Syntax.portName(port.name()),
            "a port's name is letters, digits and '-' within, at most 62")
        .or(() -> ofNumber(port.number()))
        .or(() -> when(!Syntax.protocol(port.protocol()), "Istio does not know a port's protocol"));
  }

  static Optional<String> ofNumber(int port) {
    return when(port < 1 || port > LAST_PORT, "a port is 1 to 65535");
  }

  private static Optional<String> ofEndpoints(Spec spec) {
    var names = spec.portNames();
    return first(
        spec.endpoints().stream().map(one -> EndpointRefusal.of(one, spec.resolution(), names)));
  }

  static Optional<String> when(boolean refused, String reason) {
    return refused ? Optional.of(reason) : Optional.empty();
  }

  static Optional<String> first(Stream<Optional<String>> all) {
    return all.flatMap(Optional::stream).findFirst();
  }
}
