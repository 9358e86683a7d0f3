package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mesh service, or one of the {@link Parts} it is written as, as the tree of a Kubernetes
 * manifest: maps, lists, strings and numbers in the order in which a person would write them. What
 * has Istio's default value is left out, because a zero or an empty list is not the same as an
 * absent one to the rules of Istio's CRDs.
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

  /** The manifests of a service that this owner writes: the ServiceEntry's is the first. */
  public static List<Map<String, Object>> all(MeshService whole, String owner) {
    return Parts.all(whole).map(part -> of(part, owner)).toList();
  }

  /** The manifest of an object that this owner writes. */
  public static Map<String, Object> of(MeshService part, String owner) {
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("apiVersion", API_VERSION);
    manifest.put("kind", part.id().kind().title());
    manifest.put("metadata", metadata(part, owner));
    manifest.put("spec", workload(part) ? endpoint(part) : spec(part));
    return manifest;
  }

  private static boolean workload(MeshService part) {
    return part.id().kind() == Kind.WORKLOAD_ENTRY;
  }

  private static Map<String, Object> endpoint(MeshService workload) {
    return endpoint(workload.spec().endpoints().get(0));
  }

  private static Map<String, Object> metadata(MeshService service, String owner) {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", service.id().name());
    metadata.put("namespace", service.id().namespace());
    metadata.put("labels", labels(service, owner));
    metadata.put("annotations", annotations(service));
    return metadata;
  }

  /** The annotations that say where an object came from. */
  public static Map<String, String> annotations(MeshService service) {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(Keys.ORIGIN, origins(service.origins()));
    service.emptySince().ifPresent(since -> annotations.put(Keys.EMPTY_SINCE, since.toString()));
    service.form().since().ifPresent(since -> annotations.put(Keys.BOTH_SINCE, since.toString()));
    var host = service.spec().host();
    if (workload(service) && !host.equals(Workloads.label(host))) {
      annotations.put(Keys.HOST, host);
    }
    return annotations;
  }

  /** The labels that say whose an object is, and of which service. */
  public static Map<String, String> labels(MeshService part, String owner) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(Keys.MANAGED_BY, Keys.PRODUCT);
    labels.put(Keys.OWNER, owner);
    if (workload(part)) {
      labels.putAll(selected(part.spec().host()));
    }
    return labels;
  }

  /** The labels by which a host's WorkloadEntries are selected. */
  public static Map<String, String> selected(String host) {
    return Map.of(Keys.SERVICE, Workloads.label(host));
  }

  static Map<String, Object> selector(String host) {
    return Map.of("labels", selected(host));
  }

  private static String origins(List<Origin> origins) {
    return UNSEEN
        .matcher(JSON.writeValueAsString(origins))
        .replaceAll(unseen -> "\\\\u%04x".formatted((int) unseen.group().charAt(0)));
  }

  private static Map<String, Object> spec(MeshService entry) {
    var spec = entry.spec();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("hosts", new ArrayList<>(List.of(spec.host())));
    put(tree, "addresses", spec.addresses());
    put(tree, "exportTo", spec.exportTo());
    tree.put("location", spec.location().name());
    tree.put("resolution", spec.resolution().name());
    put(tree, "ports", spec.ports().stream().map(Manifest::port).toList());
    put(tree, "endpoints", spec.endpoints().stream().map(Manifest::endpoint).toList());
    if (entry.form().equals(Form.WORKLOADS)) {
      tree.put("workloadSelector", selector(spec.host()));
    }
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
