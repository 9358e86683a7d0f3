package io.registrybridge.registry.curator;

import io.registrybridge.registry.http.Login;
import java.time.Duration;
import java.util.Optional;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.common.PathUtils;
import org.springframework.util.unit.DataSize;

/**
 * Where a registry stands in ZooKeeper, and how it is read.
 *
 * @param connect the servers, and below which node all is, as ZooKeeper spells it
 * @param root the absolute path of the node below which the services are
 * @param login for digest authentication
 * @param sslBundle the name of the bundle; with one the connection is over TLS
 * @param timeout for connecting and for one answer, and of the session
 * @param fullRead how often everything is read, at the latest
 * @param maxSize of one answer
 * @param maxNodes of the tree
 */
record TreeSettings(
    String connect,
    String root,
    Optional<Login> login,
    Optional<String> sslBundle,
    Duration timeout,
    Duration fullRead,
    DataSize maxSize,
    int maxNodes) {

  /** Whether ZooKeeper understands it as servers, each with or without a port, and a node. */
  static boolean connects(String connect) {
    try {
      var parsed = new ConnectStringParser(connect);
      return !parsed.getServerAddresses().isEmpty()
          && parsed.getServerAddresses().stream()
              .allMatch(server -> server.getPort() > 0 && !server.getHostString().isBlank());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether ZooKeeper takes it as the absolute path of a node. */
  static boolean isPath(String path) {
    try {
      PathUtils.validatePath(path);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The absolute path of a node that is given from the root on. */
  String absolute(String path) {
    if (path.isEmpty()) {
      return root;
    }
    return root.equals("/") ? root + path : root + "/" + path;
  }

  /** From the root on; of a node that is the root or below it. */
  String relative(String path) {
    var below = path.substring(root.length());
    return below.startsWith("/") ? below.substring(1) : below;
  }

  /** The servers alone. */
  String servers() {
    var slash = connect.indexOf('/');
    return slash < 0 ? connect : connect.substring(0, slash);
  }
}
