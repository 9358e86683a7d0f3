package io.registrybridge.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Nacos server, r-nacos, that wants a login. What is registered at it stays without
 * heartbeats, until the server is stopped.
 *
 * <p>It differs from Nacos' own in that it shows its clients no unhealthy instance unless all are,
 * and in that it has no namespaces to be created: whatever is named is there.
 */
public final class NacosPeer implements AutoCloseable {

  /** Where a service is that is registered without saying where. */
  public static final Map<String, String> PUBLIC =
      Map.of("namespaceId", "public", "groupName", "DEFAULT_GROUP");

  private static final String PASSWORD = "nacos-1";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final int port;
  private final Guard guard;
  private String token = "";

  private NacosPeer(Path folder, int port, Guard guard) {
    this.folder = folder;
    this.port = port;
    this.guard = guard;
  }

  /** For the caller to close; ready after about 1 s. */
  public static NacosPeer start() {
    Peers.require("rnacos");
    try {
      var folder = Peers.newFolder("nacos");
      var peer = new NacosPeer(folder, freePorts(), Guard.over(folder));
      peer.restart();
      peer.writePassword(PASSWORD);
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that is free and has a free one 1000 above it, where Nacos' clients expect gRPC. */
  private static int freePorts() {
    while (true) {
      var port = Peers.freePort();
      if (port < 64_000 && Peers.isFree(port + 1000)) {
        return port;
      }
    }
  }

  /** Where it is, as the bridge is told. */
  public String server() {
    return "127.0.0.1:" + port;
  }

  public int grpcPort() {
    return port + 1000;
  }

  /** Whose password stands in {@link #passwordFile()}. */
  public String username() {
    return "admin";
  }

  public Path passwordFile() {
    return folder.resolve("password");
  }

  /** From now on there is another password in the file than the server's. */
  public void forgetPassword() {
    writePassword("wrong");
  }

  public void recallPassword() {
    writePassword(PASSWORD);
  }

  private void writePassword(String password) {
    try {
      Files.writeString(passwordFile(), password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Registers an instance, or replaces the one at its address.
   *
   * @param where {@code namespaceId} and {@code groupName}
   * @param others such as {@code weight}, {@code healthy} or {@code metadata}, by Nacos' names
   */
  public void register(
      Map<String, String> where,
      String service,
      String ip,
      int onPort,
      Map<String, String> others) {
    var parameters = instance(where, service, ip, onPort);
    parameters.putAll(others);
    send("POST", "/v1/ns/instance", parameters);
  }

  public void deregister(Map<String, String> where, String service, String ip, int onPort) {
    send("DELETE", "/v1/ns/instance", instance(where, service, ip, onPort));
  }

  /** Removes a service that has no instances. */
  public void removeService(Map<String, String> where, String service) {
    var parameters = new HashMap<>(where);
    parameters.put("serviceName", service);
    send("DELETE", "/v1/ns/service", parameters);
  }

  private static Map<String, String> instance(
      Map<String, String> where, String service, String ip, int port) {
    var parameters = new HashMap<>(where);
    parameters.put("serviceName", service);
    parameters.put("ip", ip);
    parameters.put("port", String.valueOf(port));
    parameters.put("ephemeral", "true");
    return parameters;
  }

  /** Takes it away as a crash would, with all that is registered. */
  public void stop() {
    Script.run("stop", folder, "nacos");
  }

  /** Brings it back, empty, at the same address, whether or not it was there. */
  public void restart() {
    stop();
    Script.run("start-nacos", folder, port, port + 1000, PASSWORD);
    token =
        JsonMapper.shared()
            .readTree(
                send(
                    "POST",
                    "/v1/auth/users/login",
                    Map.of("username", "admin", "password", PASSWORD)))
            .path("accessToken")
            .asString();
  }

  /** Returns when it is gone; closing again does nothing. */
  @Override
  public void close() {
    guard.close();
  }

  private String send(String method, String path, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create("http://" + server() + "/nacos" + path + "?" + query))
            .header("accessToken", token)
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      return send(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    var response = exchange(request);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(request.uri().getPath() + " was answered " + response.body());
    }
    return response.body();
  }

  /** Once more, if the connection was one that the server had closed in the meantime. */
  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      return http.send(request, BodyHandlers.ofString());
    }
  }
}
