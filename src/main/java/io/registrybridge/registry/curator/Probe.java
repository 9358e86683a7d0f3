package io.registrybridge.registry.curator;

import io.registrybridge.registry.http.Trouble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.client.ConnectStringParser;
import org.springframework.boot.ssl.SslBundle;

/**
 * Finds out why there is no session: ZooKeeper's client tells nobody, it only tries the next server
 * for ever.
 */
final class Probe {

  private static final int SERVERS = 3;
  private static final int PATIENCE_MILLIS = 500;

  private final List<InetSocketAddress> servers;
  private final Trouble trouble = new Trouble(Duration.ofDays(1)); // its own is told here

  Probe(String connect) {
    this.servers = new ConnectStringParser(connect).getServerAddresses();
  }

  /** What each of the first servers does, in words. */
  String findings(Optional<SslBundle> bundle) {
    return servers.stream()
        .limit(SERVERS)
        .map(server -> server.getHostString() + ":" + server.getPort() + finding(server, bundle))
        .collect(Collectors.joining("; "));
  }

  private String finding(InetSocketAddress server, Optional<SslBundle> bundle) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(server.getHostString(), server.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      if (bundle.isPresent()) {
        greet(socket, server, bundle.get());
      }
      return " takes connections but gives no session"
          + (bundle.isPresent() ? "" : "; if that is its port for TLS, set ssl-bundle");
    } catch (SocketTimeoutException e) {
      return " does not answer";
    } catch (IOException | RuntimeException e) {
      return " " + trouble.of(e, Duration.ZERO, bundle.isPresent());
    }
  }

  private static void greet(Socket socket, InetSocketAddress server, SslBundle bundle)
      throws IOException {
    var factory = bundle.createSslContext().getSocketFactory();
    try (var secured =
        (SSLSocket) factory.createSocket(socket, server.getHostString(), server.getPort(), true)) {
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      awaitObjection(secured);
    }
  }

  /** With TLS 1.3 a server objects to a client's certificate after the client is through. */
  private static void awaitObjection(SSLSocket secured) throws IOException {
    try {
      if (secured.getInputStream().read() < 0) {
        throw new IOException("the connection was closed after the TLS handshake");
      }
    } catch (SocketTimeoutException e) {
      // It waits for a client of ZooKeeper's to speak, as it should.
    }
  }
}
