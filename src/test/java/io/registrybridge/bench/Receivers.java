package io.registrybridge.bench;

import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import envoy.service.discovery.v3.Node;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Clients in a process of their own that ask for ServiceEntries as istiod does, take what they are
 * told and do nothing with it: what an istiod makes of it is not the bridge's time.
 */
public final class Receivers implements AutoCloseable {

  private static final int WINDOW = 1 << 20; // istiod's
  private static final String TYPE = "networking.istio.io/v1/ServiceEntry";

  private static final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> METHOD =
      MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(
              "envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources")
          .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
          .build();

  private final Process process;

  private Receivers(Process process) {
    this.process = process;
  }

  /** So many of them; they wait for who listens at this port. */
  static Receivers connect(int port, int count) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Receivers.class.getName(), "" + port, "" + count));
    return new Receivers(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** In its own process. */
  public static void main(String[] arguments) throws InterruptedException {
    var port = Integer.parseInt(arguments[0]);
    for (var number = 0; number < Integer.parseInt(arguments[1]); number++) {
      connect(port, "receiver-" + number);
    }
    new CountDownLatch(1).await(); // until it is ended
  }

  private static void connect(int port, String name) {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .flowControlWindow(WINDOW)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    var call = channel.newCall(METHOD, CallOptions.DEFAULT.withWaitForReady());
    var receiver = new Receiver(name);
    ClientCalls.asyncBidiStreamingCall(call, receiver);
    receiver.send(DiscoveryRequest.newBuilder());
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static final class Receiver
      implements ClientResponseObserver<DiscoveryRequest, DiscoveryResponse> {

    private final String name;
    private volatile Optional<ClientCallStreamObserver<DiscoveryRequest>> call = Optional.empty();

    Receiver(String name) {
      this.name = name;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DiscoveryRequest> stream) {
      call = Optional.of(stream);
    }

    @Override
    public void onNext(DiscoveryResponse response) {
      send(
          DiscoveryRequest.newBuilder()
              .setVersionInfo(response.getVersionInfo())
              .setResponseNonce(response.getNonce()));
    }

    private void send(DiscoveryRequest.Builder request) {
      var node = Node.newBuilder().setId(name);
      call.orElseThrow().onNext(request.setNode(node).setTypeUrl(TYPE).build());
    }

    @Override
    public void onError(Throwable lost) {
      throw new IllegalStateException(name + " has lost the bridge", lost);
    }

    @Override
    public void onCompleted() {}
  }
}
