package io.registrybridge.registry.curator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.registry.http.SecretFile;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the servers. It is always sought again when it is gone; what was sent over it
 * is not, and what it does is told on threads of Curator's.
 */
final class Client implements AutoCloseable {

  private static final int CLOSING_MILLIS = 1_000;

  private final TreeSettings settings;
  private final CuratorFramework curator;
  private final Secured tls;
  private final Watcher watcher = this::process;

  private volatile Consumer<String> touched = path -> {};
  private @Nullable ZooKeeper named;
  private String secret = "";

  Client(TreeSettings settings, Secured tls) {
    this.settings = settings;
    this.tls = tls;
    var millis = whole(settings.timeout().toMillis());
    this.curator =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .ensembleTracker(false) // servers tell addresses that need not lead there
            .connectionTimeoutMs(millis)
            .sessionTimeoutMs(millis)
            .maxCloseWaitMs(CLOSING_MILLIS)
            .waitForShutdownTimeoutMs(CLOSING_MILLIS)
            .retryPolicy(new RetryNTimes(0, 1))
            .zkClientConfig(config(settings, tls.properties()))
            .build();
  }

  private static int whole(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  private static ZKClientConfig config(TreeSettings settings, Map<String, String> tls) {
    var config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    config.setProperty("jute.maxbuffer", String.valueOf(whole(settings.maxSize().toBytes())));
    tls.forEach(config::setProperty);
    return config;
  }

  /**
   * @param turned is given every state of the connection
   * @param touched is given the path of every watched node to which something happened
   */
  void start(Consumer<ConnectionState> turned, Consumer<String> touched) {
    this.touched = touched;
    curator.getConnectionStateListenable().addListener((client, state) -> turned.accept(state));
    curator.start();
  }

  Trouble trouble() {
    return new Trouble(settings);
  }

  /** What the servers do to who connects to them, in words. */
  String findings() {
    return new Probe(settings.connect()).findings(tls.bundle());
  }

  /** Begins a new session. */
  void renew() throws Exception {
    curator.getZookeeperClient().reset();
  }

  /**
   * Says who asks, by the password as it is in its file now.
   *
   * @throws IOException with the rest of a sentence that begins with the servers, if it cannot be
   *     read
   */
  void logIn() throws Exception {
    if (settings.login().isEmpty()) {
      return;
    }
    var login = settings.login().get();
    var current = new SecretFile("password-file", login.passwordFile()).secret();
    var handle = curator.getZookeeperClient().getZooKeeper();
    if (handle != named || !current.equals(secret)) {
      handle.addAuthInfo("digest", (login.username() + ":" + current).getBytes(UTF_8));
      named = handle;
      secret = current;
    }
  }

  /** What is read after this is not older than when it was called. */
  void sync(BackgroundCallback then) throws Exception {
    curator.sync().inBackground(then).forPath(settings.root());
  }

  /** From now on this connection tells of whatever happens at the root and below it. */
  void watch(BackgroundCallback then) throws Exception {
    curator
        .watchers()
        .add()
        .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
        .inBackground(then)
        .usingWatcher(watcher)
        .forPath(settings.root());
  }

  private void process(WatchedEvent event) {
    if (event.getType() != Watcher.Event.EventType.None) {
      touched.accept(settings.relative(event.getPath()));
    }
  }

  void children(String path, BackgroundCallback then) throws Exception {
    curator.getChildren().inBackground(then).forPath(settings.absolute(path));
  }

  void data(String path, BackgroundCallback then) throws Exception {
    curator.getData().inBackground(then).forPath(settings.absolute(path));
  }

  /** Takes its leave of the servers, though not for long if they are silent. */
  @Override
  public void close() {
    var leaving = new Thread(curator::close, "leaving-" + settings.servers());
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(2L * CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tls.close();
  }
}
