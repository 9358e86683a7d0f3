package io.registrybridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Helm chart, as the real Helm takes it. */
final class Chart {

  static final Path FOLDER = Path.of("helm", "istio-registry-bridge");

  /** Where it is installed. */
  static final String NAMESPACE = "istio-system";

  /** Helm's own idea of a cluster, if it sees none, is older than the chart wants. */
  private static final String VERSION = "--kube-version=1.34.0";

  private Chart() {}

  static Said lint(String... values) {
    return helm(List.of("lint", "--strict", FOLDER.toString(), VERSION), values);
  }

  static Said template(String... values) {
    var release = List.of("template", "bridge", FOLDER.toString(), "--namespace", NAMESPACE);
    var command = new ArrayList<>(release);
    command.add(VERSION);
    return helm(command, values);
  }

  /** Does something to the release {@code bridge} in a real cluster. */
  static Said at(KubernetesPeer kubernetes, String deed, String... more) {
    var command = List.of(deed, "bridge", "--namespace", NAMESPACE);
    var cluster = Stream.of("--kubeconfig", kubernetes.kubeconfig().toString());
    return helm(command, Stream.concat(cluster, Stream.of(more)).toArray(String[]::new));
  }

  /** What a release of these values consists of; that Helm refuses them fails the test. */
  static List<HasMetadata> objects(KubernetesClient client, String... values) {
    var rendered = template(values);
    if (rendered.code() != 0) {
      throw new AssertionError(rendered.text());
    }
    return client.load(new ByteArrayInputStream(rendered.text().getBytes(UTF_8))).items();
  }

  /** The only one of its kind. */
  static <T extends HasMetadata> T only(Class<T> kind, List<HasMetadata> objects) {
    var all = objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " objects of kind " + kind.getSimpleName());
    }
    return all.get(0);
  }

  private static Said helm(List<String> arguments, String... values) {
    var command = new ArrayList<>(List.of(Peers.binary("helm").toString()));
    command.addAll(arguments);
    command.addAll(List.of(values));
    return Said.by(command);
  }
}
