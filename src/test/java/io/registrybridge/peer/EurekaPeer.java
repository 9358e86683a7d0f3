package io.registrybridge.peer;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Eureka server, Spring Cloud's. What is registered here needs no heartbeat.
 *
 * <p>One at a time in this JVM: Eureka keeps its registry in a static field, so two of them would
 * show the same.
 */
public final class EurekaPeer implements AutoCloseable {

  private static final int A_YEAR = 365 * 24 * 3600;

  private static final Map<String, String> DATA_CENTER =
      Map.of(
          "@class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo",
          "name", "MyOwn");

  /** A server that runs until it is closed. */
  private interface Running extends AutoCloseable {
    @Override
    void close();
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Function<String[], Running> start;
  private Running server;

  private EurekaPeer(int port, Function<String[], Running> start) {
    this.port = port;
    this.start = start;
    this.server = run();
  }

  /** On a free port; ready after some 5 s. */
  public static EurekaPeer start() {
    return start(Peers.freePort());
  }

  public static EurekaPeer start(int port) {
    return new EurekaPeer(port, arguments -> SpringApplication.run(Server.class, arguments)::close);
  }

  /** In a JVM of its own, which {@link #stop} takes away as {@code kill -9} does. */
  public static EurekaPeer startApart() {
    var log = Peers.newFolder("eureka").resolve("eureka.log");
    return new EurekaPeer(Peers.freePort(), arguments -> apart(log, arguments));
  }

  private static Running apart(Path log, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Server.class.getName()));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return () -> kill(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a client is given, as {@code http://127.0.0.1:PORT/eureka}. */
  public String url() {
    return "http://127.0.0.1:" + port + "/eureka";
  }

  /** Takes the server away with all that is registered; {@link #restart} brings it back. */
  public void stop() {
    server.close();
  }

  /** The server comes back at the same address, and nothing is registered any more. */
  public void restart() {
    stop();
    server = run();
  }

  /**
   * Registers an instance, or replaces it.
   *
   * @param status in Eureka's words, such as {@code UP}
   * @param metadata as {@code key=value}
   */
  public void register(
      String app, String id, String ip, int onPort, String status, String... metadata) {
    register(app, instance(app, id, ip, onPort, status, pairs(metadata)));
  }

  /** Registers an instance with all that it has, or replaces it. */
  public void register(String app, Instance one, String status) {
    var primary = one.ports().getOrDefault(Instance.PRIMARY, 0);
    var instance =
        new HashMap<>(instance(app, one.id(), one.address(), primary, status, one.metadata()));
    Optional.ofNullable(one.ports().get(Instance.SECURE))
        .ifPresent(port -> instance.put("securePort", Map.of("$", port, "@enabled", true)));
    register(app, instance);
  }

  /** Registers an instance that is up and serves TLS on a second port. */
  public void registerWithTwoPorts(String app, String id, String ip, int onPort, int securePort) {
    var instance = new HashMap<>(instance(app, id, ip, onPort, "UP", Map.of()));
    instance.put("securePort", Map.of("$", securePort, "@enabled", true));
    register(app, instance);
  }

  private void register(String app, Map<String, Object> instance) {
    var body = JsonMapper.shared().writeValueAsString(Map.of("instance", instance));
    send("POST", "/" + encoded(app), BodyPublishers.ofString(body));
  }

  private static Map<String, Object> instance(
      String app, String id, String ip, int onPort, String status, Map<String, String> metadata) {
    return Map.of(
        "instanceId", id,
        "app", app,
        "hostName", ip,
        "ipAddr", ip,
        "vipAddress", app,
        "status", status,
        "port", Map.of("$", onPort, "@enabled", true),
        "leaseInfo", Map.of("durationInSecs", A_YEAR),
        "dataCenterInfo", DATA_CENTER,
        "metadata", metadata);
  }

  private static Map<String, String> pairs(String... metadata) {
    return Stream.of(metadata)
        .map(pair -> pair.split("=", 2))
        .collect(toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** Overrides the status of an instance, as an operator does with {@code OUT_OF_SERVICE}. */
  public void status(String app, String id, String status) {
    send("PUT", instance(app, id) + "/status?value=" + status, BodyPublishers.noBody());
  }

  public void metadata(String app, String id, String key, String value) {
    var query = "?" + encoded(key) + "=" + encoded(value);
    send("PUT", instance(app, id) + "/metadata" + query, BodyPublishers.noBody());
  }

  /** Takes an instance off, as it does itself when it shuts down. */
  public void cancel(String app, String id) {
    send("DELETE", instance(app, id), BodyPublishers.noBody());
  }

  /** Where the instances of an application are that are up. */
  public Set<String> addresses(String app) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/apps/" + encoded(app)))
            .header("Accept", "application/json")
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      return JsonMapper.shared()
          .readTree(answer.statusCode() == 404 ? "{}" : answer.body())
          .path("application")
          .path("instance")
          .valueStream()
          .filter(one -> one.path("status").asString().equals("UP"))
          .map(one -> one.path("ipAddr").asString())
          .collect(toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static String instance(String app, String id) {
    return "/" + encoded(app) + "/" + encoded(id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void send(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/apps" + path))
            .method(method, body)
            .header("Content-Type", "application/json")
            .build();
    var status = status(request);
    if (status / 100 != 2) {
      throw new IllegalStateException(request + " was answered " + status);
    }
  }

  private int status(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Running run() {
    var running = start.apply(arguments());
    var apps = HttpRequest.newBuilder(URI.create(url() + "/apps")).build();
    // It opens on a thread of its own, after the context is up; apart from here nobody may listen.
    await().atMost(Patience.LIMIT).ignoreExceptions().until(() -> status(apps) == 200);
    return running;
  }

  /** Which go before any environment of the test or of the machine. */
  private String[] arguments() {
    return new String[] {
      "--spring.config.name=eureka-peer",
      "--spring.main.banner-mode=off",
      "--spring.application.name=eureka-peer",
      "--logging.level.root=WARN",
      "--spring.profiles.active=eureka-peer",
      "--server.address=127.0.0.1",
      "--server.port=" + port,
      "--spring.cloud.service-registry.auto-registration.enabled=false",
      "--eureka.client.register-with-eureka=false",
      "--eureka.client.fetch-registry=false",
      "--eureka.client.jersey.enabled=false",
      "--spring.cloud.consul.enabled=false", // they are on the class path
      "--spring.cloud.zookeeper.enabled=false",
      // Itself, or it would replicate to whatever listens at Eureka's usual port.
      "--eureka.instance.hostname=127.0.0.1",
      "--eureka.client.service-url.defaultZone=" + url() + "/",
      "--eureka.server.use-read-only-response-cache=false",
      // It keeps an answer for so long that it had begun before the last change, which is else for
      // three minutes or until the next change.
      "--eureka.server.response-cache-auto-expiration-in-seconds=10",
      "--eureka.server.enable-self-preservation=false",
      "--eureka.server.eviction-interval-timer-in-ms=1000",
      "--eureka.server.wait-time-in-ms-when-sync-empty=0"
    };
  }

  /**
   * Scans nothing of the bridge, and has no stereotype by which the bridge's scan would find it.
   */
  @EnableEurekaServer
  @EnableAutoConfiguration
  static class Server {

    /** Ends with whoever started it, however that one went. */
    public static void main(String[] arguments) throws IOException {
      SpringApplication.run(Server.class, arguments);
      System.in.transferTo(OutputStream.nullOutputStream()); // nobody says anything
      Runtime.getRuntime().halt(0);
    }
  }
}
