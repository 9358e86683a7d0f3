package io.registrybridge.peer;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The ServiceEntries in the namespace {@code mesh} of a cluster, as they stand there. */
public record ServiceEntries(KubernetesClient client) {

  /** All of them, to be listed, written or deleted. */
  public NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all() {
    return client
        .genericKubernetesResources("networking.istio.io/v1", "ServiceEntry")
        .inNamespace("mesh");
  }

  /** The one of this name; that there is none fails the test. */
  public GenericKubernetesResource get(String name) {
    return Optional.ofNullable(all().withName(name).get())
        .orElseThrow(() -> new AssertionError(name + " is not there"));
  }

  /** Where the endpoints of each are, by its name. */
  public SortedMap<String, List<String>> addresses() {
    var addresses = new TreeMap<String, List<String>>();
    all()
        .list()
        .getItems()
        .forEach(entry -> addresses.put(entry.getMetadata().getName(), addresses(entry)));
    return addresses;
  }

  /** Where its endpoints are, in the order in which it has them. */
  public List<String> addresses(String name) {
    return addresses(get(name));
  }

  /** Where the endpoints of such a one are, in the order in which it has them. */
  public static List<String> addresses(GenericKubernetesResource entry) {
    List<Map<String, Object>> endpoints = entry.get("spec", "endpoints");
    return endpoints == null
        ? List.of()
        : endpoints.stream().map(one -> String.valueOf(one.get("address"))).toList();
  }

  /** Their resourceVersions by their names, for the caller to change. */
  public SortedMap<String, String> versions() {
    var versions = new TreeMap<String, String>();
    all()
        .list()
        .getItems()
        .forEach(
            entry ->
                versions.put(
                    entry.getMetadata().getName(), entry.getMetadata().getResourceVersion()));
    return versions;
  }
}
