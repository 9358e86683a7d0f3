package io.registrybridge.bench;

import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bridge in a process of its own. */
final class Deployed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI sync;
  private final Process process;

  private Deployed(int port, Process process) {
    this.sync = URI.create("http://127.0.0.1:" + port + "/actuator/sync");
    this.process = process;
  }

  /**
   * Started, and nothing more.
   *
   * @param command that starts it
   * @param properties beside the owner and the policy
   */
  static Deployed start(List<String> command, Map<String, ?> properties) throws IOException {
    var port = Peers.freePort();
    var folder = Folders.create();
    var whole = new ArrayList<>(command);
    whole.addAll(List.of("--server.port=" + port, "--bridge.owner=bench", "--bridge.policy=sync"));
    properties.forEach((name, value) -> whole.add("--" + name + "=" + value));
    var builder = new ProcessBuilder(whole).directory(folder.toFile()).redirectErrorStream(true);
    return new Deployed(port, builder.redirectOutput(folder.resolve("log").toFile()).start());
  }

  /** What {@code /actuator/sync} says. */
  private JsonNode sync() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(sync).timeout(Duration.ofSeconds(10)).build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** Returns when the sink of this name holds that many services, each with so many endpoints. */
  void awaitWritten(String sink, int services, int instances) {
    until(
        Duration.ofMillis(500),
        () -> {
          var held = sync().path("sinks").path(sink);
          return held.path("resources").asInt() == services
              && held.path("endpoints").asInt() == services * instances;
        });
  }

  /** Returns when a pass has found that all of so many services stand as they should. */
  void awaitPass(int services) {
    until(
        Duration.ofMillis(20), () -> sync().path("lastPass").path("unchanged").asInt() == services);
  }

  private void until(Duration interval, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(interval)
        .ignoreExceptionsMatching(silent -> process.isAlive()) // nobody listens yet
        .until(condition);
  }

  /** How much of it is in memory, in MiB. */
  long resident() throws IOException {
    return mebibytes("VmRSS");
  }

  /** How much of it ever was, in MiB. */
  long mostResident() throws IOException {
    return mebibytes("VmHWM");
  }

  private long mebibytes(String key) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  /** What it took of the processor so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
