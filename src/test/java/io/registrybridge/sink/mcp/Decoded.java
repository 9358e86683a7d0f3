package io.registrybridge.sink.mcp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.ManifestReader;
import istio.mcp.v1alpha1.Resource;
import istio.networking.v1alpha3.ServiceEntry;
import istio.networking.v1alpha3.ServicePort;
import istio.networking.v1alpha3.WorkloadEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A resource of istiod's read as the manifest that says the same. */
final class Decoded {

  private Decoded() {}

  static Standing of(Resource resource) {
    var metadata = resource.getMetadata();
    var name = List.of(metadata.getName().split("/"));
    assert name.size() == 2;
    return ManifestReader.read(
        Map.of(
            "metadata",
            Map.of(
                "namespace",
                name.get(0),
                "name",
                name.get(1),
                "labels",
                metadata.getLabelsMap(),
                "annotations",
                metadata.getAnnotationsMap()),
            "spec",
            spec(body(resource))),
        metadata.getVersion());
  }

  static ServiceEntry body(Resource resource) {
    try {
      return resource.getBody().unpack(ServiceEntry.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> spec(ServiceEntry entry) {
    return Map.of(
        "hosts", List.copyOf(entry.getHostsList()),
        "addresses", List.copyOf(entry.getAddressesList()),
        "exportTo", List.copyOf(entry.getExportToList()),
        "location", entry.getLocation().name(),
        "resolution", entry.getResolution().name(),
        "ports", entry.getPortsList().stream().map(Decoded::port).toList(),
        "endpoints", entry.getEndpointsList().stream().map(Decoded::endpoint).toList());
  }

  private static Map<String, Object> port(ServicePort port) {
    return Map.of(
        "name", port.getName(), "number", port.getNumber(), "protocol", port.getProtocol());
  }

  private static Map<String, Object> endpoint(WorkloadEntry endpoint) {
    var tree = new HashMap<String, Object>();
    tree.put("address", endpoint.getAddress());
    tree.put("ports", endpoint.getPortsMap());
    tree.put("labels", endpoint.getLabelsMap());
    tree.put("network", endpoint.getNetwork());
    tree.put("locality", endpoint.getLocality());
    if (endpoint.getWeight() != 0) {
      tree.put("weight", endpoint.getWeight());
    }
    tree.put("serviceAccount", endpoint.getServiceAccount());
    return tree;
  }
}
