package io.registrybridge.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sidecar of an istiod's that wants to know endpoints and nothing else. */
final class Proxy implements AutoCloseable {

  private static final String ENDPOINTS =
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

  private static final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> METHOD =
      MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(
              "envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources")
          .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
          .build();

  /** The field of a request that names resources, of which the bridge itself has no need. */
  private static final int RESOURCE_NAMES = 3;

  private final ManagedChannel channel;
  private final BlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
  private final StreamObserver<DiscoveryRequest> requests;
  private final UnknownFieldSet clusters;

  /** Connects to the istiod that serves xDS at this port, and asks for these clusters. */
  Proxy(int port, Collection<String> clusters) {
    this.clusters = names(clusters);
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

  private static UnknownFieldSet names(Collection<String> clusters) {
    var names = UnknownFieldSet.Field.newBuilder();
    clusters.forEach(cluster -> names.addLengthDelimited(ByteString.copyFromUtf8(cluster)));
    return UnknownFieldSet.newBuilder().addField(RESOURCE_NAMES, names.build()).build();
  }

  private void ask(DiscoveryRequest.Builder request) {
    requests.onNext(
        request
            .setNode(
                Node.newBuilder().setId("sidecar~127.0.0.1~client.mesh~mesh.svc.cluster.local"))
            .setTypeUrl(ENDPOINTS)
            .setUnknownFields(clusters)
            .build());
  }

  /** Waits until it is told something that holds this text. */
  void await(String text) throws InterruptedException, TimeoutException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      var response = responses.poll(1, TimeUnit.SECONDS);
      if (response != null && holds(response, text)) {
        return;
      }
    }
    throw new TimeoutException("nothing of " + text);
  }

  private static boolean holds(DiscoveryResponse response, String text) {
    return response.getResourcesList().stream()
        .anyMatch(one -> one.toString(StandardCharsets.ISO_8859_1).contains(text));
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
