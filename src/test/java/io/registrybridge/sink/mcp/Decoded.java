package io.registrybridge.sink.mcp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
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
            "kind",
            kind(resource),
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
            spec(resource)),
        metadata.getVersion());
  }

  private static String kind(Resource resource) {
    var type = resource.getBody().getTypeUrl();
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static Map<String, Object> spec(Resource resource) {
    return kind(resource).equals("WorkloadEntry")
        ? endpoint(unpacked(resource, WorkloadEntry.class))
        : spec(body(resource));
  }

  static ServiceEntry body(Resource resource) {
    return unpacked(resource, ServiceEntry.class);
  }

  private static <T extends Message> T unpacked(Resource resource, Class<T> type) {
    try {
      return resource.getBody().unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> spec(ServiceEntry entry) {
    var tree = new HashMap<String, Object>();
    tree.put("hosts", List.copyOf(entry.getHostsList()));
    tree.put("addresses", List.copyOf(entry.getAddressesList()));
    tree.put("exportTo", List.copyOf(entry.getExportToList()));
    tree.put("location", entry.getLocation().name());
    tree.put("resolution", entry.getResolution().name());
    tree.put("ports", entry.getPortsList().stream().map(Decoded::port).toList());
    tree.put("endpoints", entry.getEndpointsList().stream().map(Decoded::endpoint).toList());
    if (entry.hasWorkloadSelector()) {
      tree.put("workloadSelector", Map.of("labels", entry.getWorkloadSelector().getLabelsMap()));
    }
    return tree;
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
