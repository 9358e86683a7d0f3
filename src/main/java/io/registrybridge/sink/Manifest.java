package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mesh service as the tree of a Kubernetes manifest: maps, lists, strings and numbers in the
 * order in which a person would write them. What has Istio's default value is left out, because a
 * zero or an empty list is not the same as an absent one to the rules of Istio's CRDs.
 *
 * <p>{@link ManifestReader} is its inverse.
 */
public final class Manifest {

  public static final String API_VERSION = "networking.istio.io/v1";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  // They may stand in JSON as they are. But YAML refuses some of them and takes others for line
  // breaks, and half of a surrogate pair has no UTF-8.
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\x{7f}-\\x{a0}\\x{2028}\\x{2029}\\x{feff}\\x{fffe}\\x{ffff}\\x{d800}-\\x{dfff}]");

  private Manifest() {}

  /** The manifest of a service that this owner writes. */
  public static Map<String, Object> of(MeshService service, String owner) {
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("apiVersion", API_VERSION);
    manifest.put("kind", service.id().kind().title());
    manifest.put("metadata", metadata(service, owner));
    manifest.put("spec", spec(service.spec()));
    return manifest;
  }

  private static Map<String, Object> metadata(MeshService service, String owner) {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", service.id().name());
    metadata.put("namespace", service.id().namespace());
    metadata.put("labels", labels(owner));
    metadata.put("annotations", annotations(service));
    return metadata;
  }

  /** The annotations that say where it came from. */
  public static Map<String, String> annotations(MeshService service) {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(Keys.ORIGIN, origins(service.origins()));
    service.emptySince().ifPresent(since -> annotations.put(Keys.EMPTY_SINCE, since.toString()));
    return annotations;
  }

  /** The labels that say whose it is. */
  public static Map<String, String> labels(String owner) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(Keys.MANAGED_BY, Keys.PRODUCT);
    labels.put(Keys.OWNER, owner);
    return labels;
  }

  private static String origins(List<Origin> origins) {
    return UNSEEN
        .matcher(JSON.writeValueAsString(origins))
        .replaceAll(unseen -> "\\\\u%04x".formatted((int) unseen.group().charAt(0)));
  }

  private static Map<String, Object> spec(Spec spec) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("hosts", new ArrayList<>(List.of(spec.host())));
    put(tree, "addresses", spec.addresses());
    put(tree, "exportTo", spec.exportTo());
    tree.put("location", spec.location().name());
    tree.put("resolution", spec.resolution().name());
    put(tree, "ports", spec.ports().stream().map(Manifest::port).toList());
    put(tree, "endpoints", spec.endpoints().stream().map(Manifest::endpoint).toList());
    return tree;
  }

  private static Map<String, Object> port(Port port) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", port.name());
    tree.put("number", port.number());
    tree.put("protocol", port.protocol());
    return tree;
  }

  private static Map<String, Object> endpoint(Endpoint endpoint) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("address", endpoint.address());
    put(tree, "ports", endpoint.ports());
    put(tree, "labels", endpoint.labels());
    put(tree, "network", endpoint.network());
    put(tree, "locality", endpoint.locality());
    if (endpoint.weight() != 1) {
      tree.put("weight", endpoint.weight());
    }
    put(tree, "serviceAccount", endpoint.serviceAccount());
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, List<?> value) {
    if (!value.isEmpty()) {
      tree.put(key, new ArrayList<>(value));
    }
  }

  private static void put(Map<String, Object> tree, String key, Map<String, ?> value) {
    if (!value.isEmpty()) {
      tree.put(key, new LinkedHashMap<>(value));
    }
  }

  private static void put(Map<String, Object> tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }
}
