package io.registrybridge.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import envoy.service.discovery.v3.Node;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A sidecar that wants to know one kind of thing from an istiod, and has DNS capture. */
public final class Sidecar implements AutoCloseable {

  /** What an endpoint is for, where it is and in which locality. */
  public static final String ENDPOINTS =
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

  /** Where a sidecar takes what is sent. */
  public static final String LISTENERS = "type.googleapis.com/envoy.config.listener.v3.Listener";

  /** What DNS capture answers. */
  public static final String NAMES = "type.googleapis.com/istio.networking.nds.v1.NameTable";

  private static final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> METHOD =
      MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(
              "envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources")
          .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
          .build();

  // Of a request and of a node, fields of which the bridge itself has no need.
  private static final int RESOURCE_NAMES = 3;
  private static final int METADATA = 3;

  private final ManagedChannel channel;
  private final BlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
  private final StreamObserver<DiscoveryRequest> requests;
  private final String type;
  private final UnknownFieldSet names;

  private Sidecar(int port, String type, Collection<String> names) {
    this.type = type;
    this.names = fields(RESOURCE_NAMES, names.stream().map(ByteString::copyFromUtf8).toList());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .usePlaintext()
            .build();
    requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(METHOD, CallOptions.DEFAULT), new Responses());
    ask(DiscoveryRequest.newBuilder());
  }

  /**
   * For the caller to close.
   *
   * @param type such as {@link #LISTENERS}
   * @param names of the resources of that type, if not all are wanted
   */
  public static Sidecar asking(IstiodPeer istiod, String type, String... names) {
    return new Sidecar(istiod.port(), type, List.of(names));
  }

  private static UnknownFieldSet fields(int number, List<ByteString> values) {
    var field = UnknownFieldSet.Field.newBuilder();
    values.forEach(field::addLengthDelimited);
    return UnknownFieldSet.newBuilder().addField(number, field.build()).build();
  }

  private static Node node() {
    var metadata =
        Struct.newBuilder()
            .putFields("NAMESPACE", Value.newBuilder().setStringValue("mesh").build())
            .putFields("DNS_CAPTURE", Value.newBuilder().setStringValue("true").build())
            .build();
    return Node.newBuilder()
        .setId("sidecar~127.0.0.1~client.mesh~mesh.svc.cluster.local")
        .setUnknownFields(fields(METADATA, List.of(metadata.toByteString())))
        .build();
  }

  private void ask(DiscoveryRequest.Builder request) {
    requests.onNext(request.setNode(node()).setTypeUrl(type).setUnknownFields(names).build());
  }

  /** Waits until it is told something that holds this text, and returns what that was. */
  public String await(String text) throws InterruptedException, TimeoutException {
    var end = System.nanoTime() + Patience.LIMIT.toNanos();
    while (System.nanoTime() < end) {
      var response = responses.poll(1, TimeUnit.SECONDS);
      if (response != null && text(response).contains(text)) {
        return text(response);
      }
    }
    throw new TimeoutException("nothing of " + text);
  }

  private static String text(DiscoveryResponse response) {
    return response.getResourcesList().stream()
        .map(one -> one.toString(StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Responses implements StreamObserver<DiscoveryResponse> {

    @Override
    public void onNext(DiscoveryResponse response) {
      responses.add(response);
      ask(
          DiscoveryRequest.newBuilder()
              .setVersionInfo(response.getVersionInfo())
              .setResponseNonce(response.getNonce()));
    }

    @Override
    public void onError(Throwable lost) {
      if (!channel.isShutdown()) {
        throw new IllegalStateException(lost);
      }
    }

    @Override
    public void onCompleted() {}
  }
}
