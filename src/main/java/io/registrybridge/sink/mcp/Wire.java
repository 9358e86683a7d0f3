package io.registrybridge.sink.mcp;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.sink.Manifest;
import istio.mcp.v1alpha1.Metadata;
import istio.mcp.v1alpha1.Resource;
import istio.networking.v1alpha3.ServiceEntry;
import istio.networking.v1alpha3.ServicePort;
import istio.networking.v1alpha3.WorkloadEntry;
import istio.networking.v1alpha3.WorkloadSelector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** An object in protobuf, saying what its {@link Manifest} says. */
final class Wire {

  /** What istiod looks the type of a message up by. */
  private static final String TYPES = "type.googleapis.com/";

  private Wire() {}

  /** The object as a resource without version and time. */
  static Resource resource(MeshService part, String owner) {
    var labels = Manifest.labels(part, owner);
    var metadata =
        Metadata.newBuilder()
            .setName(part.id().namespace() + "/" + part.id().name())
            .putAllLabels(labels)
            .putAllAnnotations(Manifest.annotations(part))
            .build();
    return Resource.newBuilder().setMetadata(metadata).setBody(packed(body(part))).build();
  }

  private static Message body(MeshService part) {
    return part.id().kind() == Kind.WORKLOAD_ENTRY
        ? endpoint(part.spec().endpoints().get(0))
        : serviceEntry(part);
  }

  static Resource stamped(Resource resource, String version, Instant created) {
    var time =
        Timestamp.newBuilder().setSeconds(created.getEpochSecond()).setNanos(created.getNano());
    var metadata = resource.getMetadata().toBuilder().setVersion(version).setCreateTime(time);
    return resource.toBuilder().setMetadata(metadata).build();
  }

  static Any packed(Message message) {
    return Any.newBuilder()
        .setTypeUrl(TYPES + message.getDescriptorForType().getFullName())
        .setValue(bytes(message))
        .build();
  }

  /** Maps in the order of their keys, so that equal messages have equal bytes. */
  static ByteString bytes(MessageLite message) {
    var bytes = new ByteArrayOutputStream(message.getSerializedSize());
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private static ServiceEntry serviceEntry(MeshService part) {
    var spec = part.spec();
    var entry = ServiceEntry.newBuilder();
    if (part.form().equals(Form.WORKLOADS)) {
      entry.setWorkloadSelector(
          WorkloadSelector.newBuilder().putAllLabels(Manifest.selected(spec.host())));
    }
    return entry
        .addHosts(spec.host())
        .addAllAddresses(spec.addresses())
        .addAllPorts(spec.ports().stream().map(Wire::port).toList())
        .setLocation(ServiceEntry.Location.valueOf(spec.location().name()))
        .setResolution(ServiceEntry.Resolution.valueOf(spec.resolution().name()))
        .addAllEndpoints(spec.endpoints().stream().map(Wire::endpoint).toList())
        .addAllExportTo(spec.exportTo())
        .build();
  }

  private static ServicePort port(Port port) {
    return ServicePort.newBuilder()
        .setNumber(port.number())
        .setProtocol(port.protocol())
        .setName(port.name())
        .build();
  }

  private static WorkloadEntry endpoint(Endpoint endpoint) {
    return WorkloadEntry.newBuilder()
        .setAddress(endpoint.address())
        .putAllPorts(endpoint.ports())
        .putAllLabels(endpoint.labels())
        .setNetwork(endpoint.network())
        .setLocality(endpoint.locality())
        .setWeight(weight(endpoint))
        .setServiceAccount(endpoint.serviceAccount())
        .build();
  }

  /** Istio's default is left out here as it is in the manifest. */
  private static int weight(Endpoint endpoint) {
    return endpoint.weight() == 1 ? 0 : endpoint.weight();
  }
}
