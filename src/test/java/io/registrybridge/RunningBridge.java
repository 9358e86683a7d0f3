package io.registrybridge;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole bridge in this JVM, seen over HTTP. */
final class RunningBridge implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningBridge(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Started with these properties, on a free port; the owner is {@code prod} if none is given. */
  static RunningBridge start(String... properties) {
    var args = new ArrayList<>(List.of("--server.port=0", "--bridge.policy=sync"));
    args.add("--bridge.sync.longest-wait=5s"); // so that a pass on demand finds no sink busy
    Arrays.stream(properties).map(property -> "--" + property).forEach(args::add);
    if (args.stream().noneMatch(arg -> arg.startsWith("--bridge.owner="))) {
      args.add("--bridge.owner=prod");
    }
    return new RunningBridge(BridgeApplication.start(args.toArray(String[]::new)));
  }

  JsonNode sync() {
    return get("/actuator/sync");
  }

  JsonNode registry(String name) {
    return sync().path("registries").path(name);
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  /** What it tells Prometheus now of itself. */
  Scrape scrape() {
    return Scrape.of(prometheus());
  }

  /** The whole text that Prometheus gets. */
  String prometheus() {
    return text(HttpRequest.newBuilder(uri("/actuator/prometheus")).build());
  }

  /** Reads every registry, makes a pass and returns what it did. */
  JsonNode pass() {
    var answer =
        await()
            .pollDelay(Duration.ZERO)
            .until(() -> post("/actuator/sync", ""), one -> one.has("id")); // else it was too soon
    return answer.has("trigger") ? answer : ended(answer.path("id").asLong());
  }

  /** One that took so long that its number was all that was told of it. */
  private JsonNode ended(long pass) {
    return await().until(() -> sync().path("lastPass"), last -> last.path("id").asLong(0) >= pass);
  }

  JsonNode post(String path, String token) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .POST(BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .build());
  }

  URI uri(String path) {
    var port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private JsonNode send(HttpRequest request) {
    return JsonMapper.shared().readTree(text(request));
  }

  private String text(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
