package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The bridge in a process of its own, so that it can be killed. */
public final class BridgeProcess implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path log;
  private final int port = Peers.freePort();
  private final List<String> command;
  private final Map<String, String> environment;
  private Process process;

  /**
   * Runs when this returns.
   *
   * @param log gets what it says, each time that it is started
   */
  public BridgeProcess(Path log, List<String> properties) {
    this(log, properties, Map.of());
  }

  /**
   * Runs when this returns.
   *
   * @param log gets what it says, each time that it is started
   * @param environment that it has beside this one's
   */
  BridgeProcess(Path log, List<String> properties, Map<String, String> environment) {
    this.log = log;
    this.environment = environment;
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BridgeApplication.class.getName(), "--server.port=" + port));
    properties.forEach(property -> command.add("--" + property));
    this.process = run();
  }

  private Process run() {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes it away as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end, as Kubernetes does, and returns when it has. */
  void stop() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the processor away from it, for as long as it is not {@link #thaw thawed}. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void restart() {
    process = run();
  }

  /** Returns when the registry's state is this. */
  void awaitState(String registry, String state) {
    await()
        .ignoreExceptions() // nobody listens yet
        .untilAsserted(
            () ->
                assertThat(
                        get("/actuator/sync")
                            .path("registries")
                            .path(registry)
                            .path("state")
                            .asString())
                    .isEqualTo(state));
  }

  /** The number of its latest pass; 0 as long as nobody listens. */
  long pass() {
    return sync().path("lastPass").path("id").asLong(0);
  }

  /** What it answers, as a status; 0 as long as nobody listens. */
  public int status(String path) {
    try {
      return http.send(request(path), BodyHandlers.discarding()).statusCode();
    } catch (IOException silent) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it says of a sink; nothing as long as nobody listens. */
  public JsonNode sink(String name) {
    return sync().path("sinks").path(name);
  }

  /** What it says of a registry; nothing as long as nobody listens. */
  public JsonNode registry(String name) {
    return sync().path("registries").path(name);
  }

  JsonNode sync() {
    try {
      return get("/actuator/sync");
    } catch (IOException | JacksonException silent) { // or just beginning or ending
      return MissingNode.getInstance();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(http.send(request(path), BodyHandlers.ofString()).body());
  }

  /** Who is frozen answers never. */
  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build();
  }

  /** Lets go what the guard holds of the registry. */
  public void release(String registry, String token) {
    var request =
        HttpRequest.newBuilder(uri("/actuator/guard/" + registry))
            .POST(BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** In an orderly way, so that the next bridge need not wait for its Lease to end. */
  @Override
  public void close() {
    if (process.isAlive()) {
      thaw();
      process.destroy();
    }
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }
}
