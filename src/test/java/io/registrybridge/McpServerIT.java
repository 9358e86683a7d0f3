package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.Authority;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port that istiods are served on. */
class McpServerIT {

  private static final String MCP = "bridge.sink.mcp.istiod.";

  private final int port = Peers.freePort();

  @TempDir private Path folder;

  @BeforeEach
  void list() throws IOException {
    Files.writeString(
        folder.resolve("services.yaml"), "services: {orders: [{address: 10.0.0.1, port: 8080}]}");
  }

  @Test
  void thereIsNoServerWithoutASinkThatNeedsIt() {
    try (var bridge = start("bridge.sink.file.review.directory=" + folder.resolve("mesh"))) {
      await().until(() -> bridge.get("/readyz").path("status").asString().equals("UP"));
      assertThat(listening()).isFalse();
    }
  }

  @Test
  void aServedBridgeIsReadyWhenItAnswersAndSaysWhoListens() {
    try (var bridge = start(MCP + "snapshot=" + folder.resolve("state"))) {
      await().until(() -> bridge.get("/readyz").path("status").asString().equals("UP"));
      assertThat(listening()).isTrue();
      assertThat(bridge.sync().path("sinks").path("istiod").path("istiods").isEmpty()).isTrue();
      var metrics = bridge.get("/actuator/metrics").path("names").toString();
      assertThat(metrics).contains("bridge.sink.istiods", "bridge.sink.istiods.lag");
    }
    await().until(() -> !listening());
  }

  @Test
  void aBridgeThatHasNothingToAnswerYetIsNotReady() throws IOException {
    Files.delete(folder.resolve("services.yaml"));
    try (var bridge = start(MCP + "snapshot=" + folder.resolve("state"))) {
      await().until(() -> bridge.sync().path("lastPass").has("id"));
      var health = bridge.get("/readyz").toString();
      assertThat(health).contains("\"answering\":false").contains("OUT_OF_SERVICE");

      list();

      await().until(() -> bridge.get("/readyz").path("status").asString().equals("UP"));
    }
  }

  @Test
  void renewedCertificatesAreServedWithToWhoeverConnectsNext() throws Exception {
    var authority = Authority.in(folder, "ours");
    serveWith(authority.issue("first", "dns:localhost"));
    try (var bridge = start(secured("none"))) {
      var trusting = authority.issue("client", "dns:client").context();
      await()
          .ignoreException(IOException.class) // nobody listens yet
          .untilAsserted(() -> assertThat(served(trusting)).contains("CN=first"));

      serveWith(authority.issue("second", "dns:localhost"));

      await()
          .ignoreException(IOException.class)
          .untilAsserted(() -> assertThat(served(trusting)).contains("CN=second"));
      assertThat(bridge.sync().path("sinks").has("istiod")).isTrue();
    }
  }

  @Test
  void whoHasNoCertificateIsRefusedWhereOneIsRequired() throws Exception {
    var authority = Authority.in(folder, "ours");
    serveWith(authority.issue("server", "dns:localhost"));
    var known = authority.issue("client", "dns:client").context();
    var stranger = Authority.in(folder, "others").issue("stranger", "dns:stranger").context();
    try (var bridge = start(secured("required"))) {
      await().until(() -> bridge.sync().path("lastPass").has("id"));
      await().until(() -> accepted(known));
      assertThat(accepted(stranger)).isFalse();
    }
  }

  @Test
  void onePassOpensNoPort() {
    var arguments =
        arguments(
                "bridge.policy=sync",
                "bridge.mode=once",
                MCP + "snapshot=" + folder.resolve("state"))
            .map(property -> "--" + property)
            .toArray(String[]::new);
    try (var context = BridgeApplication.start(arguments)) {
      assertThat(context.isActive()).isTrue();
      assertThat(listening()).isFalse();
    }
  }

  private RunningBridge start(String... properties) {
    return RunningBridge.start(arguments(properties).toArray(String[]::new));
  }

  private Stream<String> arguments(String... properties) {
    return Stream.concat(
        Stream.of(
            "bridge.owner=prod",
            "bridge.registry.file.static.path=" + folder.resolve("services.yaml"),
            "bridge.registry.file.static.interval=100ms",
            "spring.grpc.server.port=" + port),
        Stream.of(properties));
  }

  private String[] secured(String clients) {
    var pem = "spring.ssl.bundle.pem.served.";
    return new String[] {
      MCP + "snapshot=" + folder.resolve("state"),
      MCP + "ssl-bundle=served",
      MCP + "client-certificates=" + clients,
      pem + "reload-on-update=true",
      pem + "keystore.certificate=" + folder.resolve("tls.crt"),
      pem + "keystore.private-key=" + folder.resolve("tls.key"),
      pem + "truststore.certificate=" + folder.resolve("ours.pem")
    };
  }

  private void serveWith(Authority.Holder holder) throws IOException {
    var replace = StandardCopyOption.REPLACE_EXISTING;
    Files.copy(holder.key(), folder.resolve("tls.key"), replace);
    Files.copy(holder.certificate(), folder.resolve("tls.crt"), replace);
  }

  private boolean listening() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException refused) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whom the certificate names that is served with. */
  private String served(SSLContext client) throws IOException {
    try (var socket = connected(client)) {
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  /** Whether the server speaks to this client: TLS 1.3 tells of a refusal with the first bytes. */
  private boolean accepted(SSLContext client) throws IOException {
    try (var socket = connected(client)) {
      socket.setSoTimeout(60_000);
      return socket.getInputStream().read() >= 0;
    } catch (SSLException | SocketException refused) { // or nobody listens
      return false;
    }
  }

  private SSLSocket connected(SSLContext client) throws IOException {
    var factory = client.getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
