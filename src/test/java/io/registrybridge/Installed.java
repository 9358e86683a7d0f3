package io.registrybridge;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a release of the Helm chart may do at a real API server: its ServiceAccount and its only
 * Role. Bridges that are started with its configuration speak as that account.
 */
final class Installed implements AutoCloseable {

  /** A verb on a resource that the chart's Role allows. */
  record Right(String group, String resource, String verb) {

    /** A watch is refused without a word about what it was for. */
    Pattern complaint() {
      return verb.equals("watch")
          ? Pattern.compile("(?i)%s[^\n\"]*(Forbidden \\(403\\)|Received 403)".formatted(resource))
          : Pattern.compile("cannot %s resource \"%s\"".formatted(verb, resource));
    }

    private PolicyRule takenFrom(PolicyRule rule) {
      return rule.getResources().contains(resource)
          ? rule.edit().removeFromVerbs(verb).build()
          : rule;
    }

    private static Stream<Right> of(PolicyRule rule) {
      return rule.getVerbs().stream()
          .map(verb -> new Right(rule.getApiGroups().get(0), rule.getResources().get(0), verb));
    }
  }

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final Path folder;
  private final List<HasMetadata> objects;

  /**
   * @param values of the chart, in YAML; the owner is to be {@code prod}
   * @param folder for its files
   */
  Installed(KubernetesPeer kubernetes, Path folder, String values) {
    Peers.require("helm");
    this.kubernetes = kubernetes;
    this.client = kubernetes.client();
    this.folder = folder;
    objects = Chart.objects(client, "-f", write("values.yaml", values));
    client.resource(only(ServiceAccount.class)).serverSideApply();
    client.resource(only(RoleBinding.class)).serverSideApply();
    write(
        "application.yaml",
        requireNonNull(only(ConfigMap.class).getData().get("application.yaml")));
    write("kubeconfig", kubeconfig());
  }

  /** All that its Role allows. */
  Stream<Right> rights() {
    return only(Role.class).getRules().stream().flatMap(Right::of);
  }

  /** Gives it all its rights, and returns when the API server knows it. */
  void allowAll() {
    client.resource(only(Role.class)).forceConflicts().serverSideApply();
    await().until(() -> rights().allMatch(this::allows));
  }

  /** Gives it all its rights but for one. */
  void allowAllBut(Right lacking) {
    allowAll();
    var rules =
        only(Role.class).getRules().stream()
            .map(lacking::takenFrom)
            .filter(rule -> !rule.getVerbs().isEmpty())
            .toList();
    var role = new RoleBuilder(only(Role.class)).withRules(rules).build();
    client.resource(role).forceConflicts().serverSideApply();
    await().until(() -> !allows(lacking));
  }

  /** The API server learns of a changed Role a moment after it has stored it. */
  private boolean allows(Right right) {
    var account = only(ServiceAccount.class).getMetadata();
    var user = "system:serviceaccount:%s:%s".formatted(account.getNamespace(), account.getName());
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withNewResourceAttributes()
            .withNamespace(only(Role.class).getMetadata().getNamespace())
            .withGroup(right.group())
            .withResource(right.resource())
            .withName("registry-bridge-prod")
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    var reviews = client.authorization().v1().subjectAccessReview();
    return reviews.create(review).getStatus().getAllowed();
  }

  /** A bridge with its configuration and its rights. */
  RunningBridge bridge(String... more) {
    var properties = Stream.of("spring.config.additional-location=file:" + folder + "/");
    System.setProperty("kubeconfig", folder.resolve("kubeconfig").toString());
    try {
      return RunningBridge.start(Stream.concat(properties, Stream.of(more)).toArray(String[]::new));
    } finally {
      System.clearProperty("kubeconfig");
    }
  }

  private String kubeconfig() {
    var account = only(ServiceAccount.class).getMetadata();
    var hour = new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec();
    var accounts = client.serviceAccounts().inNamespace(account.getNamespace());
    var answer = accounts.withName(account.getName()).tokenRequest(hour.build());
    try {
      return Files.readString(kubernetes.kubeconfig())
          .replace("admintoken", answer.getStatus().getToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T extends HasMetadata> T only(Class<T> kind) {
    return Chart.only(kind, objects);
  }

  @Override
  public void close() {
    Stream.of(RoleBinding.class, Role.class, ServiceAccount.class)
        .forEach(kind -> client.resource(only(kind)).delete());
    client.close();
  }
}
