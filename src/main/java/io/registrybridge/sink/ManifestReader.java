package io.registrybridge.sink;

import static io.registrybridge.sink.Tree.list;
import static io.registrybridge.sink.Tree.map;
import static io.registrybridge.sink.Tree.number;
import static io.registrybridge.sink.Tree.sorted;
import static io.registrybridge.sink.Tree.text;

import io.registrybridge.book.Pairs;
import io.registrybridge.book.Pool;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Kind;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
   * What stands if these are the manifests of one service.
   *
   * @param version what the sink wants back with a change
   * @return empty if they are not
   */
  public static Optional<Standing> all(Collection<Map<String, ?>> manifests, String version) {
    return Parts.whole(manifests.stream().map(one -> read(one, version)).toList(), version);
  }

  /**
   * An object's manifest as it stands.
   *
   * @param version what the sink wants back with a change
   */
  public static Standing read(Map<String, ?> manifest, String version) {
    var metadata = map(manifest.get("metadata"));
    var spec = map(manifest.get("spec"));
    var labels = map(metadata.get("labels"));
    var owner =
        Keys.PRODUCT.equals(labels.get(Keys.MANAGED_BY)) ? text(labels.get(Keys.OWNER)) : "";
    var name = text(metadata.get("name"));
    var namespace = text(metadata.get("namespace"));
    if (Kind.WORKLOAD_ENTRY.title().equals(manifest.get("kind"))) {
      var id = ResourceId.workloadEntry(namespace, name);
      return workload(id, owner, owner.isEmpty() ? "" : host(metadata), metadata, spec, version);
    }
    var id = ResourceId.serviceEntry(namespace, name);
    return new Standing(
        id,
        owner,
        hosts(spec.get("hosts")),
        owner.isEmpty() ? Optional.empty() : service(id, metadata, spec),
        version);
  }

  /** A WorkloadEntry claims no host; those of the bridges name the one that it is part of. */
  private static Standing workload(
      ResourceId id,
      String owner,
      String host,
      Map<String, ?> metadata,
      Map<String, ?> spec,
      String version) {
    var hosts = Stream.of(host).filter(one -> !one.isEmpty()).toList();
    return new Standing(
        id,
        owner,
        hosts,
        hosts.stream().findFirst().flatMap(one -> workload(id, one, metadata, spec)),
        version);
  }

  private static Optional<MeshService> workload(
      ResourceId id, String host, Map<String, ?> metadata, Map<String, ?> spec) {
    try {
      var origins = known(map(metadata.get("annotations")).get(Keys.ORIGIN));
      return Optional.of(
          Parts.workload(id, host, origins, Optional.of(endpoint(spec, new Pool()))));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Where its endpoint came from, the endpoint says itself; that this was edited, does not matter.
   */
  private static List<Origin> known(@Nullable Object annotation) {
    try {
      return origins(text(annotation));
    } catch (JacksonException | IllegalArgumentException edited) {
      return List.of();
    }
  }

  private static String host(Map<String, ?> metadata) {
    var label = text(map(metadata.get("labels")).get(Keys.SERVICE));
    var host = text(map(metadata.get("annotations")).get(Keys.HOST));
    return Workloads.label(host).equals(label) && !label.isEmpty() ? host : label;
  }

  private static List<String> hosts(@Nullable Object value) {
    return value instanceof List<?> ? list(value, Tree::text) : List.of();
  }

  private static Optional<MeshService> service(
      ResourceId id, Map<String, ?> metadata, Map<String, ?> spec) {
    var annotations = map(metadata.get("annotations"));
    try {
      var origins = origins(text(annotations.get(Keys.ORIGIN)));
      var read = spec(spec);
      var form = form(read, spec, annotations);
      var since = since(annotations.get(Keys.EMPTY_SINCE));
      return Optional.of(new MeshService(id, origins, read, form, since));
    } catch (JacksonException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if something else is selected than WorkloadEntries of this
   *     host
   */
  private static Form form(Spec spec, Map<String, ?> tree, Map<String, ?> annotations) {
    var selector = tree.get("workloadSelector");
    if (selector == null) {
      return since(annotations.get(Keys.BOTH_SINCE)).map(Form::bothSince).orElse(Form.INLINE);
    }
    if (!Manifest.selector(spec.host()).equals(selector) || !spec.endpoints().isEmpty()) {
      throw new IllegalArgumentException("the bridge's own selector expected");
    }
    return Form.WORKLOADS;
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
    var pool = new Pool();
    var hosts = list(tree.get("hosts"), Tree::text);
    if (hosts.size() != 1) {
      throw new IllegalArgumentException("one host expected");
    }
    return new Spec(
        hosts.get(0),
        Location.valueOf(text(tree.get("location"))),
        Resolution.valueOf(text(tree.get("resolution"))),
        list(tree.get("exportTo"), Tree::text),
        list(tree.get("addresses"), Tree::text),
        list(tree.get("ports"), port -> port(map(port))),
        list(tree.get("endpoints"), endpoint -> endpoint(map(endpoint), pool)));
  }

  private static Port port(Map<String, ?> tree) {
    return new Port(
        text(tree.get("name")), number(tree.get("number"), 0), text(tree.get("protocol")));
  }

  private static Endpoint endpoint(Map<String, ?> tree, Pool pool) {
    return new Endpoint(
        text(tree.get("address")),
        pool.same(Pairs.copyOf(sorted(tree.get("ports"), port -> number(port, 0)))),
        pool.same(Pairs.copyOf(sorted(tree.get("labels"), Tree::text))),
        number(tree.get("weight"), 1),
        pool.same(text(tree.get("locality"))),
        text(tree.get("network")),
        text(tree.get("serviceAccount")));
  }
}
