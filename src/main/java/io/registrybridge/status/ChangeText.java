package io.registrybridge.status;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Port;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One change of a plan in lines: its head, and indented below it what differs. */
final class ChangeText {

  private ChangeText() {}

  static Stream<String> lines(String sign, PlanView.Item item) {
    var head = "%s %s %s".formatted(sign, item.kind(), item.id());
    return Stream.concat(
        Stream.of(head), differences(item.difference()).map(line -> "    " + line));
  }

  private static Stream<String> differences(Difference difference) {
    var endpoints = difference.endpoints();
    return Stream.of(
            difference.fields().stream().map(ChangeText::field),
            endpoints.added().stream().map(endpoint -> "+ " + place(endpoint)),
            endpoints.removed().stream().map(endpoint -> "- " + place(endpoint)),
            endpoints.changed().stream().flatMap(ChangeText::changed))
        .flatMap(lines -> lines);
  }

  private static String field(Difference.Field field) {
    return "~ %s: %s -> %s".formatted(field.field(), shown(field.live()), shown(field.desired()));
  }

  private static Stream<String> changed(EndpointsDifference.Changed changed) {
    return Stream.of(
        "~ " + place(changed.live()),
        "    - " + rest(changed.live()),
        "    + " + rest(changed.desired()));
  }

  private static String place(Endpoint endpoint) {
    return endpoint.address() + pairs(endpoint.ports(), ":");
  }

  private static String rest(Endpoint endpoint) {
    return "weight="
        + endpoint.weight()
        + word("locality", endpoint.locality())
        + word("network", endpoint.network())
        + word("serviceAccount", endpoint.serviceAccount())
        + pairs(endpoint.labels(), "=");
  }

  private static String word(String name, String value) {
    return value.isEmpty() ? "" : " " + name + "=" + value;
  }

  private static String pairs(Map<String, ?> values, String between) {
    return values.entrySet().stream()
        .map(pair -> " " + pair.getKey() + between + pair.getValue())
        .collect(Collectors.joining());
  }

  private static String shown(Object value) {
    if (value instanceof Optional<?> perhaps) {
      return perhaps.map(ChangeText::shown).orElse("none");
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(ChangeText::shown).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Port port) {
      return port.name() + " " + port.number() + " " + port.protocol();
    }
    return value.toString();
  }
}
