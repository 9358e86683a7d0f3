package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which the API server is told of ServiceEntries, and tells of them. */
final class Wire {

  /** What a spec of the bridge's may or may not have. */
  private static final List<String> OPTIONAL =
      List.of("addresses", "exportTo", "ports", "endpoints");

  private Wire() {}

  static Standing read(GenericKubernetesResource resource) {
    var metadata = resource.getMetadata();
    var identity = new HashMap<String, @Nullable Object>();
    identity.put("name", metadata.getName());
    identity.put("namespace", metadata.getNamespace());
    identity.put("labels", metadata.getLabels());
    identity.put("annotations", metadata.getAnnotations());
    var manifest = new HashMap<String, @Nullable Object>();
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
      MeshService service, String owner, String resourceVersion, @Nullable String uid) {
    var manifest = Manifest.of(service, owner);
    var metadata = map(manifest.get("metadata"));
    var resource = new GenericKubernetesResource();
    resource.setApiVersion(Manifest.API_VERSION);
    resource.setKind(service.id().kind().title());
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(service.id().name())
            .withNamespace(service.id().namespace())
            .withResourceVersion(resourceVersion)
            .withUid(uid)
            .withLabels(strings(metadata.get("labels")))
            .withAnnotations(strings(metadata.get("annotations")))
            .build());
    resource.setAdditionalProperty("spec", manifest.get("spec"));
    return resource;
  }

  /** A merge patch that takes away whatever this service does not say. */
  static Map<String, Object> nothingElse(MeshService service, String owner, Version version) {
    var manifest = Manifest.of(service, owner);
    var annotations = new HashMap<String, @Nullable Object>();
    annotations.put(Keys.EMPTY_SINCE, null);
    annotations.putAll(map(map(manifest.get("metadata")).get("annotations")));
    var spec = new HashMap<String, @Nullable Object>();
    OPTIONAL.forEach(field -> spec.put(field, null));
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
