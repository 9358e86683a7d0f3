package io.registrybridge.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Consul server with its agent. What is registered at it has one check, which says what it
 * is told to.
 *
 * <p>Its folder is under {@code target/peers}, so that the logs outlive it until the next clean.
 */
public final class ConsulPeer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Integer> ports;
  private final Guard guard;

  private ConsulPeer(Path folder, List<Integer> ports, Guard guard) {
    this.folder = folder;
    this.ports = ports;
    this.guard = guard;
  }

  /** For the caller to close; ready after about 3 s. */
  public static ConsulPeer start() {
    Peers.require("consul");
    try {
      var folder = Peers.newFolder("consul");
      var ports = List.of(Peers.freePort(), Peers.freePort(), Peers.freePort());
      var peer = new ConsulPeer(folder, ports, Guard.over(folder));
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

  /**
   * Registers an instance, or replaces it.
   *
   * @param status of its check: {@code passing}, {@code warning} or {@code critical}
   */
  public void register(String service, String id, String address, int onPort, String status) {
    var check = Map.of("CheckID", id, "TTL", "24h", "Status", status);
    put(
        "/v1/agent/service/register",
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
            check,
            "Meta",
            Map.of("version", "v1")));
  }

  /** What its check says from now on. */
  public void status(String id, String status) {
    put("/v1/agent/check/update/" + id, Map.of("Status", status));
  }

  public void deregister(String id) {
    put("/v1/agent/service/deregister/" + id, Map.of());
  }

  /** Takes it away as a crash would; what is registered stays. */
  public void stop() {
    Script.run("stop", folder, "consul");
  }

  /** Brings it back at the same address; returns when it has a leader. */
  public void restart() {
    Script.run("start-consul", folder, ports.get(0), ports.get(1), ports.get(2));
  }

  /** Returns when it is gone; closing again does nothing. */
  @Override
  public void close() {
    guard.close();
  }

  private void put(String path, Map<String, Object> body) {
    send(path, BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
  }

  private void send(String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).PUT(body).build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + " was answered " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
