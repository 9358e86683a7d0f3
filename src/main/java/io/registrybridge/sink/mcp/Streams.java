package io.registrybridge.sink.mcp;

import envoy.service.discovery.v3.DiscoveryRequest;
import envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.registrybridge.mesh.Audience;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of all istiods that are connected. Each is told the latest snapshot; before there is
 * one they wait, and are not told that there is nothing.
 */
public final class Streams implements BindableService {

  private static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

  /** The one method that istiod calls; it never asks for deltas. */
  static final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> METHOD =
      MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(
              MethodDescriptor.generateFullMethodName(SERVICE, "StreamAggregatedResources"))
          .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
          .build();

  /** In which an istiod has long read all of 100,000 endpoints, unless it hangs. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Turns turns = new Turns(Aside.of("mcp-teller"), MOMENT);
  private final Set<IstiodStream> open = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private volatile Optional<Snapshot> latest = Optional.empty();

  public Streams(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(METHOD, ServerCalls.asyncBidiStreamingCall(this::open))
        .build();
  }

  private StreamObserver<DiscoveryRequest> open(StreamObserver<DiscoveryResponse> istiod) {
    var call = (ServerCallStreamObserver<DiscoveryResponse>) istiod;
    var stream = new IstiodStream(call, () -> latest, turns, open::remove, clock);
    stream.listen();
    open.add(stream);
    return stream;
  }

  /** What was published last, if anything was. */
  Optional<Snapshot> latest() {
    return latest;
  }

  /** Tells every istiod. For one thread at a time. */
  void publish(Snapshot snapshot) {
    latest = Optional.of(snapshot);
    open.forEach(IstiodStream::offer);
  }

  Audience audience() {
    return new Audience(latest.isPresent(), open.stream().map(IstiodStream::istiod).toList());
  }
}
