package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Consul server with its agent. What is registered at it has one check, which says what it
 * is told to.
 *
 * <p>Its folder is under {@code target/peers}, so that the logs outlive it until the next clean.
 */
public final class ConsulPeer implements AutoCloseable {

  /** The token of who may do everything, where there are ACLs. */
  public static final String ROOT = "c0ffee00-0000-0000-0000-000000000000";

  private static final String ACLS =
      """
      acl { enabled = true default_policy = "deny" tokens { initial_management = "%s" agent = "%s" } }
      """
          .formatted(ROOT, ROOT);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Integer> ports;
  private final boolean acls;
  private final Guard guard;

  private ConsulPeer(Path folder, List<Integer> ports, boolean acls, Guard guard) {
    this.folder = folder;
    this.ports = ports;
    this.acls = acls;
    this.guard = guard;
  }

  /** For the caller to close; ready after about 3 s. */
  public static ConsulPeer start() {
    return startWith("");
  }

  /** One that shows nothing to strangers; it knows {@link #ROOT}. */
  public static ConsulPeer startWithAcls() {
    return startWith(ACLS);
  }

  /**
   * One that is configured further.
   *
   * @param more of its configuration, in HCL
   */
  public static ConsulPeer startWith(String more) {
    return start(more, "");
  }

  /**
   * One that speaks TLS as well, at {@link #secureUrl}, and with holders of a certificate alone.
   */
  public static ConsulPeer startWithTls(Authority authority, Authority.Holder server) {
    return startWith(
        """
        ports { https = %d }
        tls { https { ca_file = "%s" cert_file = "%s" key_file = "%s" verify_incoming = true } }
        """
            .formatted(
                Peers.freePort(), authority.certificate(), server.certificate(), server.key()));
  }

  /** One that waits for another server to elect a leader with, which never comes. */
  public static ConsulPeer startAlone(String more) {
    return start(more, "alone");
  }

  private static ConsulPeer start(String more, String alone) {
    Peers.require("consul");
    try {
      var folder = Peers.newFolder("consul");
      Files.writeString(folder.resolve("more.hcl"), more);
      if (!alone.isEmpty()) {
        Files.createFile(folder.resolve(alone));
      }
      var acls = more.contains(ROOT);
      if (acls) {
        Files.writeString(folder.resolve("token"), ROOT);
      }
      var ports = List.of(Peers.freePort(), Peers.freePort(), Peers.freePort());
      var peer = new ConsulPeer(folder, ports, acls, Guard.over(folder));
      peer.restart();
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its HTTP interface listens, on 127.0.0.1. */
  public int port() {
    return ports.get(0);
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public String secureUrl() {
    return "https://127.0.0.1:" + get("/v1/agent/self").at("/DebugConfig/HTTPSPort").asInt();
  }

  /** Of the process. */
  public long pid() {
    try {
      return Long.parseLong(Files.readString(folder.resolve("consul.pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Registers an instance, or replaces it.
   *
   * @param status of its check: {@code passing}, {@code warning} or {@code critical}
   */
  public void register(String service, String id, String address, int onPort, String status) {
    register(
        Map.of(
            "Name",
            service,
            "ID",
            id,
            "Address",
            address,
            "Port",
            onPort,
            "Check",
            Map.of("CheckID", id, "TTL", "24h", "Status", status),
            "Meta",
            Map.of("version", "v1")));
  }

  /** Registers what the body says, as Consul's agent takes it. */
  public void register(Map<String, Object> service) {
    put("/v1/agent/service/register", service);
  }

  /** What its check says from now on. */
  public void status(String id, String status) {
    put("/v1/agent/check/update/" + id, Map.of("Status", status));
  }

  /** Takes an instance out, or puts it back. */
  public void maintenance(String id, boolean out) {
    put("/v1/agent/service/maintenance/" + id + "?enable=" + out, Map.of());
  }

  public void deregister(String id) {
    put("/v1/agent/service/deregister/" + id, Map.of());
  }

  /** Puts a node, a service or checks into the catalog, past the agent; there when it returns. */
  public void enter(Map<String, Object> body) {
    put("/v1/catalog/register", body);
  }

  /** Puts many things into the catalog at once, past the agent; at most 64. */
  public void enterAll(List<Map<String, Object>> operations) {
    send(
        request("/v1/txn")
            .PUT(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(operations))));
  }

  /** Takes a node out of the catalog, or a service or check of it. */
  public void remove(Map<String, Object> body) {
    put("/v1/catalog/deregister", body);
  }

  /** Makes a token. */
  public JsonNode token(Map<String, Object> body) {
    return put("/v1/acl/token", body);
  }

  /** Makes a policy that tokens may refer to by its name. */
  public void policy(String name, String rules) {
    put("/v1/acl/policy", Map.of("Name", name, "Rules", rules));
  }

  public void deleteToken(String accessor) {
    send(request("/v1/acl/token/" + accessor).DELETE());
  }

  public JsonNode get(String path) {
    return JsonMapper.shared().readTree(send(request(path)));
  }

  /** What it counted since its start, as Prometheus is told; with telemetry on. */
  public String metrics() {
    return send(request("/v1/agent/metrics?format=prometheus"));
  }

  /** Lets it keep its connections and answer nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen one go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes it away as a crash would; what is registered stays. */
  public void stop() {
    Script.run("stop", folder, "consul");
  }

  /** Brings it back at the same address; returns when it has a leader. */
  public void restart() {
    Script.run("start-consul", folder, ports.get(0), ports.get(1), ports.get(2));
  }

  /** After a {@link #stop}, forgets all that was registered. */
  public void forget() {
    try (var files = Files.walk(folder.resolve("consul"))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it is gone; closing again does nothing. */
  @Override
  public void close() {
    guard.close();
  }

  private JsonNode put(String path, Map<String, Object> body) {
    var answer = send(request(path).PUT(json(body)));
    return answer.startsWith("{")
        ? JsonMapper.shared().readTree(answer)
        : JsonMapper.shared().nullNode();
  }

  private static BodyPublisher json(Map<String, Object> body) {
    return BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(url() + path));
    return acls ? request.header("X-Consul-Token", ROOT) : request;
  }

  private String send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(request.uri() + " was answered " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
