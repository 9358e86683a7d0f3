package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form in which the API server is told of objects, and tells of them. */
final class Wire {

  /** What a spec of the bridge's may or may not have. */
  private static final Map<Kind, List<String>> OPTIONAL =
      Map.of(
          Kind.SERVICE_ENTRY,
          List.of("addresses", "exportTo", "ports", "endpoints", "workloadSelector"),
          Kind.WORKLOAD_ENTRY,
          List.of("ports", "labels", "network", "locality", "weight", "serviceAccount"));

  private static final List<String> ANNOTATIONS =
      List.of(Keys.EMPTY_SINCE, Keys.BOTH_SINCE, Keys.HOST);

  private Wire() {}

  static Standing read(Kind kind, GenericKubernetesResource resource) {
    var metadata = resource.getMetadata();
    var identity = new HashMap<String, @Nullable Object>();
    identity.put("name", metadata.getName());
    identity.put("namespace", metadata.getNamespace());
    identity.put("labels", metadata.getLabels());
    identity.put("annotations", metadata.getAnnotations());
    var manifest = new HashMap<String, @Nullable Object>();
    manifest.put("kind", kind.title());
    manifest.put("metadata", identity);
    manifest.put("spec", resource.getAdditionalProperties().get("spec"));
    return ManifestReader.read(manifest, Version.of(metadata).text());
  }

  /**
   * The whole of what is to be applied.
   *
   * @param uid null for an object that is not there yet
   */
  static GenericKubernetesResource whole(
      MeshService part, String owner, String resourceVersion, @Nullable String uid) {
    var manifest = Manifest.of(part, owner);
    var metadata = map(manifest.get("metadata"));
    var resource = new GenericKubernetesResource();
    resource.setApiVersion(Manifest.API_VERSION);
    resource.setKind(part.id().kind().title());
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(part.id().name())
            .withNamespace(part.id().namespace())
            .withResourceVersion(resourceVersion)
            .withUid(uid)
            .withLabels(strings(metadata.get("labels")))
            .withAnnotations(strings(metadata.get("annotations")))
            .build());
    resource.setAdditionalProperty("spec", manifest.get("spec"));
    return resource;
  }

  /** A merge patch that takes away whatever this object is not to say. */
  static Map<String, Object> nothingElse(MeshService part, String owner, Version version) {
    var manifest = Manifest.of(part, owner);
    var annotations = new HashMap<String, @Nullable Object>();
    ANNOTATIONS.forEach(annotation -> annotations.put(annotation, null));
    annotations.putAll(map(map(manifest.get("metadata")).get("annotations")));
    var spec = new HashMap<String, @Nullable Object>();
    Objects.requireNonNull(OPTIONAL.get(part.id().kind())).forEach(field -> spec.put(field, null));
    spec.putAll(map(manifest.get("spec")));
    return Map.of(
        "metadata",
        Map.of("resourceVersion", version.resourceVersion(), "annotations", annotations),
        "spec",
        spec);
  }

  private static Map<String, String> strings(@Nullable Object tree) {
    var strings = new HashMap<String, String>();
    map(tree).forEach((key, value) -> strings.put(key, String.valueOf(value)));
    return strings;
  }

  @SuppressWarnings("unchecked") // a manifest's maps have string keys
  private static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
