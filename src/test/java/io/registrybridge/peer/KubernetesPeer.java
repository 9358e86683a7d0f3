package io.registrybridge.peer;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real Kubernetes API server with its etcd, Istio's CRDs and the namespace {@code mesh}.
 *
 * <p>Its folder is under {@code target/peers}, so the logs outlive it until the next clean.
 */
public final class KubernetesPeer implements AutoCloseable {

  private static @Nullable KubernetesPeer shared;

  private final Path folder;
  private final int port;
  private final Process guard;

  private KubernetesPeer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.guard = guard(folder);
  }

  /**
   * The one that all tests of this JVM share: started when first asked for, stopped with the JVM. It
   * is not for the caller to close or to stop.
   */
  public static synchronized KubernetesPeer shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** One of the caller's own, which the caller closes. Takes about 4 s. */
  public static KubernetesPeer start() {
    Peers.require("etcd", "kube-apiserver");
    try {
      var target = Files.createDirectories(Path.of("target", "peers").toAbsolutePath());
      var peer =
          new KubernetesPeer(Files.createTempDirectory(target, "kubernetes-"), Scripts.freePort());
      Runtime.getRuntime().addShutdownHook(new Thread(peer::close));
      peer.startAll();
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks as an administrator; the context {@code alice} in it is a user without any rights. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** A new client with an administrator's rights, which the caller closes. */
  public KubernetesClient client() {
    var config = Config.fromKubeconfig(kubeconfig().toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Takes the API server away at once, as a crash would; what it stored stays in etcd. */
  public void stopApiServer() {
    run("stop-kubernetes", folder, "apiserver");
  }

  /** Brings the API server back at the same address; returns when it is ready. */
  public void startApiServer() {
    run("start-apiserver", folder);
  }

  /** Returns when both processes are gone. May be called again. */
  @Override
  public void close() {
  }
}
