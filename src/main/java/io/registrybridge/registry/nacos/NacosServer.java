package io.registrybridge.registry.nacos;

import io.registrybridge.registry.http.Server;
import java.net.URI;
import java.util.OptionalInt;

/**
 * One server of a Nacos cluster.
 *
 * @param web where one logs in
 * @param grpcPort where everything else is asked
 */
record NacosServer(Server web, String host, int grpcPort) {

  private static final int WEB_PORT = 8848;

  /** How far above the port of the configuration Nacos listens for gRPC. */
  private static final int GRPC_OFFSET = 1000;

  /** Whether it is a host and perhaps a port, or a URL of these, without a user in it. */
  static boolean wellFormed(String server) {
    return Server.wellFormed(url(server)) && URI.create(url(server)).getUserInfo() == null;
  }

  /** Of a {@link #wellFormed} one. */
  static NacosServer of(String server, OptionalInt grpcPort) {
    var uri = URI.create(url(server));
    var port = uri.getPort() < 0 ? WEB_PORT : uri.getPort();
    var path = uri.getPath().replaceAll("/+$", "");
    var base = uri.getScheme() + "://" + uri.getHost() + ":" + port;
    return new NacosServer(
        Server.of(base + (path.isEmpty() ? "/nacos" : path)),
        uri.getHost(),
        grpcPort.orElse(port + GRPC_OFFSET));
  }

  private static String url(String server) {
    return server.contains("://") ? server.strip() : "http://" + server.strip();
  }

  /** Whether it is asked over TLS. */
  boolean secure() {
    return web.secure();
  }

  @Override
  public String toString() {
    return host + ":" + grpcPort;
  }
}
