package io.registrybridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/**
 * The bridge does its work with the rights that the Helm chart gives it, and misses every single
 * one that it is not given: they are enough, and none is too much.
 */
@ExtendWith({KubernetesPeer.Extension.class, OutputCaptureExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartRightsIT {

  private static final String VALUES =
      """
      image: {repository: registry.example.com/istio-registry-bridge}
      bridge:
        owner: prod
        policy: sync
        retired: [gone]
        registry: {eureka: {shop: {urls: ["%s"], interval: 200ms}}}
        sink: {kubernetes: {cluster: {lease: {duration: 2s, renew-deadline: 1s, retry: 200ms}}}}
      """;

  /** Of a registry that is retired, so that there is something to be deleted. */
  private static final String MAIL =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata:
        name: mail.gone.mesh
        namespace: mesh
        labels: {app.kubernetes.io/managed-by: istio-registry-bridge, registrybridge.io/owner: prod}
        annotations: {registrybridge.io/origin: '[{"registry":"gone","partition":"","service":"MAIL"}]'}
      spec:
        hosts: [mail.gone.mesh]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: http, number: 80, protocol: HTTP}]
        endpoints:
        - {address: 10.0.9.1, ports: {http: 8080}, labels: {from.registrybridge.io/gone: default}}
      """;

  /** A verb on a resource that the chart's Role allows. */
  record Right(String resource, String verb) {

    boolean of(PolicyRule rule) {
      return rule.getResources().contains(resource);
    }

    /** A watch is refused without a word about what it was for. */
    Pattern complaint() {
      return verb.equals("watch")
          ? Pattern.compile("(?i)" + resource + "[^\\n\"]*: Forbidden \\(403\\)")
          : Pattern.compile("cannot %s resource \"%s\"".formatted(verb, resource));
    }
  }

  @TempDir private Path folder;

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;
  private final ServiceEntries entries;
  private final EurekaPeer eureka;
  private final List<HasMetadata> objects;

  ChartRightsIT(KubernetesPeer kubernetes, @TempDir Path values) throws IOException {
    Peers.require("helm");
    this.kubernetes = kubernetes;
    client = kubernetes.client();
    entries = new ServiceEntries(client);
    eureka = EurekaPeer.start();
    eureka.register("ORDERS", "orders-1", "10.0.0.1", 8080, "UP");
    var file = Files.writeString(values.resolve("values.yaml"), VALUES.formatted(eureka.url()));
    objects = Chart.objects(client, "-f", file.toString());
  }

  @BeforeAll
  void install() {
    Stream.of(ServiceAccount.class, RoleBinding.class)
        .forEach(
            kind -> client.resource(Chart.only(kind, objects)).forceConflicts().serverSideApply());
  }

  @BeforeEach
  void begin() throws IOException {
    kubernetes.forgetServiceEntries();
    var mail = client.getKubernetesSerialization().unmarshal(MAIL, GenericKubernetesResource.class);
    entries.all().resource(mail).create();
    var config = Chart.only(ConfigMap.class, objects).getData().get("application.yaml");
    Files.writeString(folder.resolve("application.yaml"), config);
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
  }

  @AfterEach
  void end() {
    kubernetes.forgetServiceEntries();
  }

  @AfterAll
  void stop() {
    Stream.of(ServiceAccount.class, Role.class, RoleBinding.class)
        .forEach(kind -> client.resource(Chart.only(kind, objects)).delete());
    eureka.close();
    client.close();
  }

  @Test
  void itLeadsWritesAndDeletesWithTheRightsOfTheChart(CapturedOutput log) {
    allow(role());
    try (var bridge = bridge()) {
      eventually()
          .untilAsserted(() -> assertThat(entries.versions()).containsOnlyKeys("orders.shop.mesh"));
      var cluster = cluster(bridge);
      assertThat(cluster.path("leader").asBoolean()).isTrue();
      assertThat(cluster.path("leaderTrouble").asString()).isEmpty();
      assertThat(cluster.path("trouble").asString()).isEmpty();
      assertThat(cluster.path("sees").asString()).isEqualTo("Services in namespace mesh");
    }
    assertThat(holder()).as("it was given up").isEmpty();
    assertThat(log.getAll().lines())
        .as("but for WorkloadEntries, of which it has none and needs no right to them")
        .noneMatch(line -> line.contains("is forbidden") && !line.contains("workloadentries"));
  }

  /** But for the watch of the Lease, which only makes a change known sooner. */
  Stream<Right> rights() {
    return role().getRules().stream()
        .flatMap(rule -> rule.getResources().stream().flatMap(name -> rights(name, rule)))
        .filter(right -> !right.equals(new Right("leases", "watch")));
  }

  private static Stream<Right> rights(String resource, PolicyRule rule) {
    return rule.getVerbs().stream().map(verb -> new Right(resource, verb));
  }

  @ParameterizedTest
  @MethodSource("rights")
  void aRightThatItLacksIsToldByItsName(Right lacking, CapturedOutput log) {
    allow(without(lacking));
    eventually().until(() -> !allowed(lacking));
    try (var bridge = bridge()) {
      eventually()
          .untilAsserted(
              () -> assertThat(log.getAll() + bridge.sync()).containsPattern(lacking.complaint()));
    }
  }

  private Role without(Right lacking) {
    var rules =
        role().getRules().stream()
            .map(rule -> lacking.of(rule) ? without(lacking.verb(), rule) : rule)
            .filter(rule -> !rule.getVerbs().isEmpty())
            .toList();
    return new RoleBuilder(role()).withRules(rules).build();
  }

  private static PolicyRule without(String verb, PolicyRule rule) {
    return rule.edit().removeFromVerbs(verb).build();
  }

  private void allow(Role role) {
    client.resource(role).forceConflicts().serverSideApply();
    eventually()
        .until(
            () ->
                role.getRules().stream()
                    .flatMap(rule -> rights(rule.getResources().get(0), rule))
                    .allMatch(this::allowed));
  }

  /** The API server learns of a changed Role a moment after it has stored it. */
  private boolean allowed(Right right) {
    var account = account().getMetadata();
    var group = right.resource().equals("services") ? "" : group(right);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(
                "system:serviceaccount:%s:%s".formatted(account.getNamespace(), account.getName()))
            .withNewResourceAttributes()
            .withNamespace("mesh")
            .withGroup(group)
            .withResource(right.resource())
            .withName(right.resource().equals("leases") ? "registry-bridge-prod" : "any")
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  private String group(Right right) {
    return role().getRules().stream()
        .filter(right::of)
        .findFirst()
        .orElseThrow()
        .getApiGroups()
        .get(0);
  }

  private RunningBridge bridge() {
    return RunningBridge.start(
        "spring.config.additional-location=file:" + folder + "/",
        "bridge.sink.kubernetes.cluster.kubeconfig=" + folder.resolve("kubeconfig"));
  }

  private String kubeconfig() throws IOException {
    var request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build();
    var account = account().getMetadata();
    var token =
        client
            .serviceAccounts()
            .inNamespace(account.getNamespace())
            .withName(account.getName())
            .tokenRequest(request)
            .getStatus()
            .getToken();
    return Files.readString(kubernetes.kubeconfig()).replace("admintoken", token);
  }

  private String holder() {
    var lease = client.leases().inNamespace("mesh").withName("registry-bridge-prod").get();
    return requireNonNull(lease).getSpec().getHolderIdentity();
  }

  private static JsonNode cluster(RunningBridge bridge) {
    return bridge.sync().path("sinks").path("cluster");
  }

  private ServiceAccount account() {
    return Chart.only(ServiceAccount.class, objects);
  }

  private Role role() {
    return Chart.only(Role.class, objects);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
  }
}
