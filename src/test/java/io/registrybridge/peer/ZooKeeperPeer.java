package io.registrybridge.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.ACL;

/** A real ZooKeeper server in this JVM, and an administrator's connection to it. */
public final class ZooKeeperPeer implements AutoCloseable {

  private static final int TICK_MILLIS = 200;
  private static final String ADMINISTRATOR = "admin:admin";

  private final int port = Peers.freePort();
  private final Map<String, Object> properties;

  private TestingServer server;
  private CuratorFramework client;

  private ZooKeeperPeer(Map<String, Object> properties) {
    this.properties = properties;
    this.server = run();
    this.client = connection("");
  }

  /** On a free port; ready at once. */
  public static ZooKeeperPeer start() {
    return start(Map.of());
  }

  /**
   * On a free port.
   *
   * @param properties of the server beside the usual ones
   */
  public static ZooKeeperPeer start(Map<String, Object> properties) {
    return new ZooKeeperPeer(properties);
  }

  private TestingServer run() {
    var folder = Peers.newFolder("zookeeper").toFile();
    return sure(
        () ->
            new TestingServer(
                new InstanceSpec(
                    folder, port, -1, -1, true, -1, TICK_MILLIS, -1, properties, "127.0.0.1"),
                true));
  }

  public int port() {
    return port;
  }

  /** What a client is given, as {@code 127.0.0.1:PORT}. */
  public String connect() {
    return "127.0.0.1:" + port;
  }

  /** The administrator's connection. */
  public CuratorFramework client() {
    return client;
  }

  /** A new connection for the caller to close: what is ephemeral in it goes when it is closed. */
  public CuratorFramework connection(String chroot) {
    var connection =
        CuratorFrameworkFactory.builder()
            .connectString(connect() + chroot)
            .authorization("digest", ADMINISTRATOR.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .retryPolicy(new RetryNTimes(100, 50))
            .sessionTimeoutMs(TICK_MILLIS * 20)
            .build();
    connection.start();
    return connection;
  }

  /** Makes the node with those above it, or changes its data. */
  public void put(String path, byte[] data) {
    sure(() -> client.create().orSetData().creatingParentsIfNeeded().forPath(path, data));
  }

  /** Deletes the node and whatever is below it, if it is there. */
  public void delete(String path) {
    sure(
        () -> {
          try {
            return client.delete().guaranteed().deletingChildrenIfNeeded().forPath(path);
          } catch (NoNodeException e) {
            return null;
          }
        });
  }

  /** Says who may do what with a node. */
  public void allow(String path, List<ACL> acl) {
    sure(() -> client.setACL().withACL(acl).forPath(path));
  }

  /** Takes the server away; what it stored stays. */
  public void stop() {
    sure(
        () -> {
          server.stop();
          return true;
        });
  }

  /** The server comes back at the same address, with what it stored. */
  public void restart() {
    sure(
        () -> {
          server.restart();
          return true;
        });
  }

  /** The server comes back at the same address, and has never heard of anything. */
  public void restartEmpty() {
    close();
    server = run();
    client = connection("");
  }

  public Path folder() {
    return server.getTempDirectory().toPath();
  }

  @Override
  public void close() {
    client.close();
    sure(
        () -> {
          server.close();
          return true;
        });
  }

  private static <T> T sure(Deed<T> deed) {
    try {
      return deed.done();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Deed<T> {
    T done() throws Exception;
  }
}
