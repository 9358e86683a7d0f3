package io.registrybridge.peer;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real Kubernetes API server with its etcd, Istio's CRDs and the namespace {@code mesh}.
 *
 * <p>Its folder is under {@code target/peers}, so that the logs outlive it until the next clean.
 */
public final class KubernetesPeer implements AutoCloseable {

  private static @Nullable KubernetesPeer shared;

  private final Path folder;
  private final int port;
  private final Guard guard;

  private KubernetesPeer(Path folder, int port, Guard guard) {
    this.folder = folder;
    this.port = port;
    this.guard = guard;
  }

  /**
   * The one that all tests of this JVM share: started when first asked for and gone with the JVM.
   * Not for the caller to close, nor to take its API server away.
   */
  public static synchronized KubernetesPeer shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** One of the caller's own, for the caller to close; ready after about 5 s. */
  public static KubernetesPeer start() {
    return run("");
  }

  /** One that remembers who wrote what. */
  public static KubernetesPeer startAudited() {
    return run("audit");
  }

  private static KubernetesPeer run(String audit) {
    Peers.require("etcd", "kube-apiserver");
    try {
      var folder = Peers.newFolder("kubernetes");
      var peer = new KubernetesPeer(folder, Peers.freePort(), Guard.over(folder));
      Runtime.getRuntime().addShutdownHook(new Thread(peer::close, "stop-kubernetes"));
      Script.run("start-kubernetes", folder, peer.port, Peers.freePort(), audit);
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks as an administrator; its context {@code alice} as a user without any rights. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Where the API server listens, as {@code https://127.0.0.1:PORT}. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** A new client with an administrator's rights, for the caller to close. */
  public KubernetesClient client() {
    var config = Config.fromKubeconfig(kubeconfig().toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Deletes what tests before have left of a mesh in namespace {@code mesh}, and the Leases of
   * bridges that were killed.
   */
  public void forgetServiceEntries() {
    try (var client = client()) {
      for (var kind : List.of("ServiceEntry", "WorkloadEntry")) {
        client
            .genericKubernetesResources("networking.istio.io/v1", kind)
            .inNamespace("mesh")
            .delete();
      }
      client.leases().inNamespace("mesh").delete();
    }
  }

  /**
   * What was written to ServiceEntries and Leases of an {@linkplain #startAudited() audited} one,
   * in the order in which it was answered.
   */
  public List<AuditEvent> audit() {
    try (var lines = Files.lines(folder.resolve("audit.log"))) {
      return lines.map(AuditEvent::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the API server away as a crash would; what it stored stays in etcd. */
  public void stopApiServer() {
    Script.run("stop", folder, "apiserver");
  }

  /** Lets the API server keep its connections and answer nothing. */
  public void freezeApiServer() {
    signal("STOP");
  }

  /** Lets a frozen API server go on. */
  public void thawApiServer() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var pid = Files.readString(folder.resolve("apiserver.pid")).strip();
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Brings the API server back at the same address; returns when it is ready. */
  public void startApiServer() {
    Script.run("start-apiserver", folder);
  }

  /** Returns when both processes are gone; closing again does nothing. */
  @Override
  public void close() {
    guard.close();
  }

  /** Gives the {@link #shared()} one to constructors and methods of a test that ask for it. */
  public static final class Extension implements BeforeAllCallback, ParameterResolver {

    /** Here and not at the parameter, where JUnit would make a failure of an aborted assumption. */
    @Override
    public void beforeAll(ExtensionContext context) {
      Peers.require("etcd", "kube-apiserver");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == KubernetesPeer.class;
    }

    @Override
    public KubernetesPeer resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return shared();
    }
  }
}
