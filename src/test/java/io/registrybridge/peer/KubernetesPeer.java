package io.registrybridge.peer;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

  /** A new line to the API server, for the caller to close. */
  public Cable cable() {
    return new Cable(port);
  }

  /** Speaks as an administrator over that line. */
  public Path kubeconfig(Cable over) {
    try {
      var config = Files.readString(kubeconfig());
      return Files.writeString(
          folder.resolve("kubeconfig-" + over.port()),
          config.replace(url(), "https://127.0.0.1:" + over.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    try {
      var log = Files.readString(folder.resolve("audit.log"));
      var whole = log.substring(0, log.lastIndexOf('\n') + 1); // it may be in the middle of a line
      return whole.lines().map(AuditEvent::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes away what etcd remembers of the past, as it does every five minutes by itself; an API
   * server that runs remembers some of it by itself.
   */
  public void forgetHistory() {
    var now = etcd("range", "{\"key\": \"AA==\"}").path("header").path("revision").asString();
    etcd("compaction", "{\"revision\": \"" + now + "\", \"physical\": true}");
  }

  private JsonNode etcd(String question, String body) {
    try {
      var ports = Files.readString(folder.resolve("ports"));
      var port = ports.replaceFirst("(?s).*etcd=(\\d+).*", "$1");
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/kv/" + question))
              .POST(BodyPublishers.ofString(body))
              .build();
      var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("etcd answered " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
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
