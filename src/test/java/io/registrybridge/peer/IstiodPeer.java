package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real istiod that takes its configuration from the bridge, beside an API server.
 *
 * <p>Its folder is under {@code target/peers}, so that the logs outlive it until the next clean.
 */
public final class IstiodPeer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Guard guard;
  private final Path kubeconfig;
  private final String source;
  private final List<Integer> ports;

  private IstiodPeer(Path folder, Path kubeconfig, String source, List<Integer> ports)
      throws IOException {
    this.folder = folder;
    this.guard = Guard.over(folder);
    this.kubeconfig = kubeconfig;
    this.source = source;
    this.ports = ports;
  }

  /** For the caller to start and close; it reads from the API server alone. */
  public static IstiodPeer beside(KubernetesPeer kubernetes) {
    return reading(kubernetes, "", "");
  }

  /** For the caller to start and close; it reads from the bridge at this port of loopback. */
  public static IstiodPeer reading(KubernetesPeer kubernetes, int port) {
    return reading(kubernetes, port, "");
  }

  /**
   * For the caller to start and close.
   *
   * @param settings what it is to know of the bridge besides, in YAML, such as {@code tlsSettings}
   */
  public static IstiodPeer reading(KubernetesPeer kubernetes, int port, String settings) {
    return reading(kubernetes, "xds://localhost:" + port, settings);
  }

  private static IstiodPeer reading(KubernetesPeer kubernetes, String source, String settings) {
    Peers.require("pilot-discovery");
    try {
      var folder = Peers.newFolder("istiod");
      if (!settings.isEmpty()) {
        Files.writeString(folder.resolve("source.yaml"), settings);
      }
      var ports = List.of(Peers.freePort(), Peers.freePort(), Peers.freePort());
      return new IstiodPeer(folder, kubernetes.kubeconfig(), source, ports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it serves proxies. */
  public int port() {
    return ports.get(0);
  }

  /** Returns when it is ready, which it is not before the bridge has answered. */
  public void start() {
    var arguments = new ArrayList<Object>(List.of(folder, kubeconfig, source));
    arguments.addAll(ports);
    Script.run("start-istiod", arguments.toArray());
  }

  /** Takes it away as a crash would. */
  public void stop() {
    Script.run("stop", folder, "istiod");
  }

  /** Has it do nothing any more, as one that hangs: its connections stand. For as long as it is. */
  public void freeze() {
    try {
      var pid = Long.parseLong(Files.readString(folder.resolve("istiod.pid")).strip());
      var code = new ProcessBuilder("kill", "-STOP", String.valueOf(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("istiod " + pid + " could not be stopped: " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The ServiceEntries that it has accepted, from wherever it has them, in order. */
  public List<JsonNode> serviceEntries() {
    return accepted("ServiceEntry");
  }

  /** The same for WorkloadEntries. */
  public List<JsonNode> workloadEntries() {
    return accepted("WorkloadEntry");
  }

  private List<JsonNode> accepted(String kind) {
    return get("/debug/configz")
        .valueStream()
        .filter(one -> one.path("kind").asString().equals(kind))
        .sorted(Comparator.comparing(one -> one.path("metadata").path("name").asString()))
        .toList();
  }

  /** Its table of endpoints by host, as {@code address:port name-of-the-port}, in order. */
  public SortedMap<String, List<String>> endpoints() {
    var byHost = new TreeMap<String, List<String>>();
    get("/debug/endpointz")
        .forEachEntry(
            (host, namespaces) ->
                byHost.put(
                    host,
                    namespaces
                        .valueStream()
                        .flatMap(one -> one.path("Shards").valueStream())
                        .flatMap(JsonNode::valueStream)
                        .map(IstiodPeer::endpoint)
                        .sorted()
                        .toList()));
    return byHost;
  }

  private static String endpoint(JsonNode endpoint) {
    return "%s:%d %s"
        .formatted(
            endpoint.path("Addresses").path(0).asString(),
            endpoint.path("EndpointPort").asInt(),
            endpoint.path("ServicePortName").asString());
  }

  /** What it logged since it was started; nothing before that. */
  public String log() {
    try {
      return Files.readString(folder.resolve("istiod.log"));
    } catch (NoSuchFileException early) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode get(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(1) + path));
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return JsonMapper.shared().readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns when it is gone; closing again does nothing. */
  @Override
  public void close() {
    guard.close();
  }
}
