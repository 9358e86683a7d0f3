package io.registrybridge.sink.mcp;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import envoy.service.discovery.v3.ErrorDetail;
import envoy.service.discovery.v3.Node;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import istio.mcp.v1alpha1.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Speaks to the bridge as istiod does, and takes what it is told as slowly as a test wants. */
final class AskingIstiod implements AutoCloseable {

  static final String SERVICE_ENTRY = "networking.istio.io/v1/ServiceEntry";
  static final String WORKLOAD_ENTRY = "networking.istio.io/v1/WorkloadEntry";
  static final String MESH_CONFIG = "core/v1alpha1/MeshConfig";

  /** What istiod asks for as soon as it is connected, in its order. */
  static final List<String> ALL =
      List.of(
          MESH_CONFIG,
          "security.istio.io/v1/AuthorizationPolicy",
          "networking.istio.io/v1/DestinationRule",
          "networking.istio.io/v1alpha3/EnvoyFilter",
          "networking.istio.io/v1/Gateway",
          "security.istio.io/v1/PeerAuthentication",
          "networking.istio.io/v1beta1/ProxyConfig",
          "security.istio.io/v1/RequestAuthentication",
          SERVICE_ENTRY,
          "networking.istio.io/v1/Sidecar",
          "telemetry.istio.io/v1/Telemetry",
          "extensions.istio.io/v1alpha1/TrafficExtension",
          "networking.istio.io/v1/VirtualService",
          "extensions.istio.io/v1alpha1/WasmPlugin",
          WORKLOAD_ENTRY,
          "networking.istio.io/v1/WorkloadGroup");

  private final List<DiscoveryResponse> responses = new CopyOnWriteArrayList<>();
  private final String node;
  private final boolean acknowledging;
  private final Observer observer = new Observer();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean completed;

  private AskingIstiod(ManagedChannel channel, String node, boolean acknowledging) {
    this.node = node;
    this.acknowledging = acknowledging;
    var call = channel.newCall(Streams.METHOD, CallOptions.DEFAULT);
    ClientCalls.asyncBidiStreamingCall(call, observer);
  }

  /** One that asks for everything and answers everything. */
  static AskingIstiod connected(ManagedChannel channel, String node) {
    var istiod = new AskingIstiod(channel, node, true);
    istiod.observer.call().request(Integer.MAX_VALUE);
    ALL.forEach(istiod::ask);
    return istiod;
  }

  /** One that asks for nothing and reads nothing by itself. */
  static AskingIstiod silent(ManagedChannel channel, String node) {
    return new AskingIstiod(channel, node, false);
  }

  /** For the first time, with a nonce that nobody gave it. */
  void ask(String type) {
    send(DiscoveryRequest.newBuilder().setTypeUrl(type).setResponseNonce(Instant.now().toString()));
  }

  void read(int messages) {
    observer.call().request(messages);
  }

  void acknowledge(DiscoveryResponse response) {
    answer(response, response.getNonce());
  }

  void answer(DiscoveryResponse response, String nonce) {
    send(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setVersionInfo(response.getVersionInfo())
            .setResponseNonce(nonce));
  }

  /** Istiod never does; others might. */
  void refuse(DiscoveryResponse response, String reason) {
    send(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .setErrorDetail(ErrorDetail.newBuilder().setMessage(reason)));
  }

  private void send(DiscoveryRequest.Builder request) {
    observer.call().onNext(request.setNode(Node.newBuilder().setId(node)).build());
  }

  List<DiscoveryResponse> responses() {
    return List.copyOf(responses);
  }

  List<DiscoveryResponse> responses(String type) {
    return responses.stream().filter(one -> one.getTypeUrl().equals(type)).toList();
  }

  /** The so manieth response of this type, waited for. */
  DiscoveryResponse response(String type, int number) {
    return await()
        .until(() -> responses(type).stream().skip(number - 1L).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** What it was told last. */
  DiscoveryResponse latest(String type) {
    response(type, 1);
    return responses(type).get(responses(type).size() - 1);
  }

  Optional<Throwable> failure() {
    return failure;
  }

  boolean over() {
    return completed || failure.isPresent();
  }

  static Stream<Resource> resources(DiscoveryResponse response) {
    return response.getResourcesList().stream().map(AskingIstiod::resource);
  }

  static Resource resource(ByteString bytes) {
    try {
      return Any.parseFrom(bytes).unpack(Resource.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    observer.call().cancel("closed", null);
  }

  private final class Observer
      implements ClientResponseObserver<DiscoveryRequest, DiscoveryResponse> {

    private volatile Optional<ClientCallStreamObserver<DiscoveryRequest>> call = Optional.empty();

    ClientCallStreamObserver<DiscoveryRequest> call() {
      return call.orElseThrow();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DiscoveryRequest> stream) {
      call = Optional.of(stream);
      stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(DiscoveryResponse response) {
      responses.add(response);
      if (acknowledging) {
        acknowledge(response);
      }
    }

    @Override
    public void onError(Throwable lost) {
      failure = Optional.of(lost);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
