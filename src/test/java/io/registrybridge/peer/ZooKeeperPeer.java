package io.registrybridge.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.apache.zookeeper.server.auth.ProviderRegistry;

/** A real ZooKeeper server in this JVM, and an administrator's connection to it. */
public final class ZooKeeperPeer implements AutoCloseable {

  private static final int TICK_MILLIS = 200;
  private static final String ADMINISTRATOR = "admin:admin";
  private static final int EVERYTHING = 31; // ZooDefs.Perms.ALL

  private final int port = Peers.freePort();
  private final Map<String, String> properties;

  private TestingServer server;
  private CuratorFramework client;

  private ZooKeeperPeer(Map<String, String> properties) {
    this.properties = properties;
    this.server = server();
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
  public static ZooKeeperPeer start(Map<String, String> properties) {
    return new ZooKeeperPeer(properties);
  }

  private TestingServer server() {
    var folder = Peers.newFolder("zookeeper").toFile();
    return sure(
        () ->
            new TestingServer(
                new InstanceSpec(
                    folder,
                    port,
                    -1,
                    -1,
                    true,
                    -1,
                    TICK_MILLIS,
                    -1,
                    new HashMap<>(properties),
                    "127.0.0.1"),
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
            .authorization("digest", ADMINISTRATOR.getBytes(UTF_8))
            .retryPolicy(new RetryNTimes(1_000, 50))
            .sessionTimeoutMs(TICK_MILLIS * 20)
            .build();
    connection.start();
    return connection;
  }

  /** Makes the node with those above it, or changes its data. */
  public void put(String path, byte[] data) {
    run(() -> client.create().orSetData().creatingParentsIfNeeded().forPath(path, data));
  }

  /** Deletes the node and whatever is below it, if it is there. */
  public void delete(String path) {
    run(() -> client.delete().quietly().deletingChildrenIfNeeded().forPath(path));
  }

  /** Lets nobody but the administrator read what the node holds. */
  public void hide(String path) {
    allow(path, List.of(ours()));
  }

  /** Lets everybody do everything with a node. */
  public void show(String path) {
    allow(path, List.of(new Id("world", "anyone")));
  }

  /** Lets one user do everything with a node, and beside the administrator nobody anything. */
  public void allow(String path, String user, String password) {
    var id = sure(() -> DigestAuthenticationProvider.generateDigest(user + ":" + password));
    allow(path, List.of(new Id("digest", id), ours()));
  }

  private static Id ours() {
    return new Id("auth", "");
  }

  private void allow(String path, List<Id> ids) {
    var acl = ids.stream().map(id -> new ACL(EVERYTHING, id)).toList();
    run(() -> client.setACL().withACL(acl).forPath(path));
  }

  /** Refuses whoever says who it is, until {@link #knowUsers}. */
  public void knowNoUsers() {
    ProviderRegistry.removeProvider("digest");
  }

  public void knowUsers() {
    ProviderRegistry.reset();
  }

  /** Takes the server away; what it stored stays. */
  public void stop() {
    run(server::stop);
  }

  /** The server comes back at the same address, with what it stored. */
  public void restart() {
    run(server::restart);
  }

  /** The server comes back at the same address, and has never heard of anything. */
  public void restartEmpty() {
    close();
    server = server();
    client = connection("");
  }

  @Override
  public void close() {
    client.close();
    run(server::close);
  }

  private static void run(Deed deed) {
    sure(
        () -> {
          deed.run();
          return true;
        });
  }

  private static <T> T sure(Callable<T> question) {
    try {
      return question.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Deed {
    void run() throws Exception;
  }
}
