package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import io.registrybridge.plan.Standing;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what {@link Manifest} writes, and whatever else may stand in its place: anybody can edit a
 * manifest, so nothing here throws for what it says.
 */
public final class ManifestReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ManifestReader() {}

  /**
   * A ServiceEntry's manifest as it stands.
   *
   * @param version what the sink wants back with a change
   */
  public static Standing read(Map<String, ?> manifest, String version) {
    var metadata = map(manifest.get("metadata"));
    var spec = map(manifest.get("spec"));
    var id = ResourceId.serviceEntry(text(metadata.get("namespace")), text(metadata.get("name")));
    var labels = map(metadata.get("labels"));
    var owner =
        Keys.PRODUCT.equals(labels.get(Keys.MANAGED_BY)) ? text(labels.get(Keys.OWNER)) : "";
    return new Standing(
        id,
        owner,
        hosts(spec.get("hosts")),
        owner.isEmpty() ? Optional.empty() : service(id, metadata, spec),
        version);
  }

  private static List<String> hosts(@Nullable Object value) {
    return value instanceof List<?> ? list(value, ManifestReader::text) : List.of();
  }

  private static Optional<MeshService> service(
      ResourceId id, Map<String, ?> metadata, Map<String, ?> spec) {
    var annotations = map(metadata.get("annotations"));
    try {
      var origins = origins(text(annotations.get(Keys.ORIGIN)));
      return Optional.of(
          new MeshService(id, origins, spec(spec), since(annotations.get(Keys.EMPTY_SINCE))));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if there are none
   */
  private static List<Origin> origins(String json) {
    var origins = JSON.readValue(json, Origin[].class);
    if (origins == null || origins.length == 0 || Stream.of(origins).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("origins expected");
    }
    return List.of(origins);
  }

  private static Optional<Instant> since(@Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text(value)));
    } catch (DateTimeParseException edited) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if it is not of the form that {@link Manifest} writes
   */
  private static Spec spec(Map<String, ?> tree) {
    var hosts = list(tree.get("hosts"), ManifestReader::text);
    if (hosts.size() != 1) {
      throw new IllegalArgumentException("one host expected");
    }
    return new Spec(
        hosts.get(0),
        Location.valueOf(text(tree.get("location"))),
        Resolution.valueOf(text(tree.get("resolution"))),
        list(tree.get("exportTo"), ManifestReader::text),
        list(tree.get("addresses"), ManifestReader::text),
        list(tree.get("ports"), port -> port(map(port))),
        list(tree.get("endpoints"), endpoint -> endpoint(map(endpoint))));
  }

  private static Port port(Map<String, ?> tree) {
    return new Port(
        text(tree.get("name")), number(tree.get("number"), 0), text(tree.get("protocol")));
  }

  private static Endpoint endpoint(Map<String, ?> tree) {
    return new Endpoint(
        text(tree.get("address")),
        sorted(tree.get("ports"), port -> number(port, 0)),
        sorted(tree.get("labels"), ManifestReader::text),
        number(tree.get("weight"), 1),
        text(tree.get("locality")),
        text(tree.get("network")),
        text(tree.get("serviceAccount")));
  }

  private static <T> SortedMap<String, T> sorted(
      @Nullable Object tree, Function<@Nullable Object, T> value) {
    var sorted = new TreeMap<String, T>();
    map(tree).forEach((key, one) -> sorted.put(key, value.apply(one)));
    return sorted;
  }

  private static <T> List<T> list(@Nullable Object tree, Function<@Nullable Object, T> item) {
    if (tree == null) {
      return List.of();
    }
    if (tree instanceof List<?> items) {
      return items.stream().map(item).toList();
    }
    throw new IllegalArgumentException("a list expected, not " + tree);
  }

  @SuppressWarnings("unchecked") // YAML and JSON know no keys but strings
  private static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * @throws IllegalArgumentException if it is there and no whole number: one that is rounded or cut
   *     would pass for another
   */
  private static int number(@Nullable Object value, int absent) {
    if (value == null) {
      return absent;
    }
    if (value instanceof Integer || value instanceof Long) {
      var number = ((Number) value).longValue();
      if (number == (int) number) {
        return (int) number;
      }
    }
    throw new IllegalArgumentException("a number expected, not " + value);
  }
}
