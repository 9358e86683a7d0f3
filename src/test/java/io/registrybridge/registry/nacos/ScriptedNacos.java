package io.registrybridge.registry.nacos;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that speaks Nacos' protocol, answers as Nacos' own does, from what it is given, and says
 * whatever else a test wants.
 */
final class ScriptedNacos implements AutoCloseable {

  /** What a service's {@code ServiceInfo} says beside its name. */
  static final String EMPTY = "\"hosts\":[]";

  private final Protocol protocol = Protocol.of("127.0.0.1");
  private final SortedMap<String, String> services = new ConcurrentSkipListMap<>();
  private final Map<String, Function<JsonNode, String>> scripts = new ConcurrentHashMap<>();
  private final List<Message> questions = new CopyOnWriteArrayList<>();
  private final List<Message> receipts = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<Message>> clients = new CopyOnWriteArrayList<>();
  private final Server server;

  ScriptedNacos() {
    this(null);
  }

  ScriptedNacos(@Nullable SslContext tls) {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var builder = NettyServerBuilder.forAddress(loopback);
    if (tls != null) {
      builder.sslContext(tls);
    }
    try {
      server = builder.addService(unary()).addService(stream()).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Lists a service of any namespace and group, or another state of it. */
  void has(String service, String info) {
    services.put(service, info);
  }

  /** One host, healthy and enabled unless said otherwise. */
  static String host(String ip, String... others) {
    var more = List.of(others).stream().map(one -> "," + one).collect(joining());
    return "{\"ip\":\"%s\",\"port\":8080,\"weight\":1.0,\"healthy\":true,\"enabled\":true%s}"
        .formatted(ip, more);
  }

  static String hosts(String... hosts) {
    return "\"hosts\":[" + String.join(",", hosts) + "]";
  }

  void lacks(String service) {
    services.remove(service);
  }

  /** Answers questions of this type so from now on; with null, as Nacos does. */
  void answers(String type, Function<JsonNode, @Nullable String> script) {
    scripts.put(
        type,
        question -> {
          var answer = script.apply(question);
          return answer == null ? usual(type, question) : answer;
        });
  }

  void answersAsUsual() {
    scripts.clear();
  }

  static String refusal(int errorCode, String message) {
    return "{\"resultCode\":500,\"errorCode\":%d,\"message\":\"%s\"}".formatted(errorCode, message);
  }

  /** Says this to all who listen, and somebody does or is about to. */
  void says(String type, String body) {
    await().until(() -> !clients.isEmpty());
    clients.forEach(client -> client.onNext(new Message(type, body)));
  }

  /** As Nacos does it: without the namespace. */
  void pushes(String service, String info) {
    says(
        "NotifySubscriberRequest",
        "{\"requestId\":\"7\",\"serviceInfo\":{\"name\":\"%s\",\"groupName\":\"DEFAULT_GROUP\",%s}}"
            .formatted(service, info));
  }

  /** The questions of this type so far. */
  List<Message> questions(String type) {
    return questions.stream().filter(question -> question.type().equals(type)).toList();
  }

  /** What it was told over the streams. */
  List<Message> receipts() {
    return receipts;
  }

  private ServerServiceDefinition unary() {
    return ServerServiceDefinition.builder("Request")
        .addMethod(
            protocol.request(),
            ServerCalls.asyncUnaryCall(
                (Message question, StreamObserver<Message> client) -> {
                  client.onNext(answer(question));
                  client.onCompleted();
                }))
        .build();
  }

  private ServerServiceDefinition stream() {
    return ServerServiceDefinition.builder("BiRequestStream")
        .addMethod(
            protocol.stream(),
            ServerCalls.asyncBidiStreamingCall(
                (StreamObserver<Message> client) -> {
                  clients.add(client);
                  return new Receiver(client);
                }))
        .build();
  }

  private Message answer(Message question) {
    questions.add(question);
    var body = JsonMapper.shared().readTree(question.body());
    var script = scripts.get(question.type());
    var answer = script == null ? usual(question.type(), body) : script.apply(body);
    return new Message(question.type().replace("Request", "Response"), answer);
  }

  private String usual(String type, JsonNode question) {
    return switch (type) {
      case "ServiceListRequest" ->
          "{\"resultCode\":200,\"errorCode\":0,\"count\":%d,\"serviceNames\":[%s]}"
              .formatted(
                  services.size(),
                  services.keySet().stream().map(name -> '"' + name + '"').collect(joining(",")));
      case "ServiceQueryRequest", "SubscribeServiceRequest" ->
          "{\"resultCode\":200,\"errorCode\":0,\"serviceInfo\":{%s}}"
              .formatted(services.getOrDefault(question.path("serviceName").asString(), EMPTY));
      default -> "{\"resultCode\":200,\"errorCode\":0}";
    };
  }

  /** Takes what a client says of its own accord. */
  private final class Receiver implements StreamObserver<Message> {

    private final StreamObserver<Message> client;

    Receiver(StreamObserver<Message> client) {
      this.client = client;
    }

    @Override
    public void onNext(Message message) {
      receipts.add(message);
    }

    @Override
    public void onError(Throwable gone) {
      clients.remove(client);
    }

    @Override
    public void onCompleted() {
      clients.remove(client);
      client.onCompleted();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
