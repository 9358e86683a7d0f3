package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The WorkloadEntries of one service: each instance keeps its name whatever else changes. */
record Workloads(ResourceId service, List<Origin> origins) {

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  /** By their ids, which no two of these and none of another service's share. */
  SortedMap<ResourceId, MeshService> of(Collection<Endpoint> endpoints) {
    var workloads = new TreeMap<ResourceId, MeshService>();
    for (var endpoint : endpoints) {
      var id = id(endpoint, 0);
      for (var twin = 1; workloads.containsKey(id); twin++) {
        id = id(endpoint, twin);
      }
      workloads.put(id, Parts.workload(id, service.name(), origins, Optional.of(endpoint)));
    }
    return workloads;
  }

  /**
   * An instance is its address and its port numbers. The names of its ports are the service's and
   * change with it.
   *
   * @param twin counts those that are alike in this
   */
  private ResourceId id(Endpoint endpoint, int twin) {
    var numbers = new TreeSet<>(endpoint.ports().values());
    var hash = hash(service.name() + " " + endpoint.address() + " " + numbers + " " + twin);
    var host = service.name();
    var name = host.length() + 1 + hash.length() > LONGEST_NAME ? hash : host + "." + hash;
    return ResourceId.workloadEntry(service.namespace(), name);
  }

  /**
   * The value of the label that selects a host's WorkloadEntries. A host that is too long for one
   * has a hash instead, which cannot be a host because of its underscore.
   */
  static String label(String host) {
    return host.length() <= LONGEST_LABEL ? host : "host_" + hash(host);
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
