package io.registrybridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the Helm chart takes and refuses, and that the real API server takes what it makes. */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartIT {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("helm")
          .withFieldValidation("Strict")
          .withForce(true)
          .withDryRun(List.of("All"))
          .build();

  private static final String EUREKA = example("eureka").toString();
  private static final String RESTRICTED = "restricted";

  private static final String[] PURGING = {
    "-f", EUREKA, "--set", "purgeOnUninstall.enabled=true,adminToken.existingSecret=bridge-admin"
  };

  private final KubernetesPeer kubernetes;
  private final KubernetesClient client;

  ChartIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    client = kubernetes.client();
  }

  @BeforeAll
  static void require() {
    Peers.require("helm");
  }

  @AfterAll
  void close() {
    client.close();
  }

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Chart.FOLDER.resolve("examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theApiServerTakesWhatAnExampleMakes(Path example) {
    assertThat(Chart.lint("-f", example.toString()).text()).contains("0 chart(s) failed");
    var objects = Chart.objects(client, "-f", example.toString());
    assertThat(objects).hasSizeGreaterThan(6);
    objects.forEach(this::take);
  }

  private void take(HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    if (namespace != null) {
      namespace(namespace, Map.of());
    }
    var taken = client.resource(object).patch(APPLY, object);
    assertThat(taken.getMetadata().getName()).isEqualTo(object.getMetadata().getName());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aNamespaceForRestrictedPodsTakesItsPods(Path example) {
    namespace(RESTRICTED, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    var template =
        Chart.only(Deployment.class, Chart.objects(client, "-f", example.toString()))
            .getSpec()
            .getTemplate();
    var pod = new PodBuilder().withNewMetadata().withName("one").endMetadata();
    var ours = pod.withSpec(template.getSpec()).build();
    var lax = pod.editSpec().withSecurityContext(null).endSpec().build();

    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> create(lax))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("violates PodSecurity"));
    assertThat(create(ours).getSpec().getEnableServiceLinks()).isFalse();
    assertThat(template.getMetadata().getLabels())
        .containsEntry("sidecar.istio.io/inject", "false");
  }

  private Pod create(Pod pod) {
    return client.pods().inNamespace(RESTRICTED).resource(pod).dryRun().create();
  }

  @Test
  void aReleaseSaysWhatComesNextAndLeavesNothingOfItsOwn() {
    var installed = Chart.at(kubernetes, "install", Chart.FOLDER.toString(), "-f", EUREKA);
    assertThat(installed.code()).as(installed.text()).isZero();
    assertThat(installed.text())
        .contains("kubectl port-forward service/bridge-istio-registry-bridge 8080 -n istio-system")
        .contains("kubectl get serviceentries -n mesh -l registrybridge.io/owner=prod-eu");

    var uninstalled = Chart.at(kubernetes, "uninstall");

    assertThat(uninstalled.code()).as(uninstalled.text()).isZero();
    assertThat(client.rbac().roles().inNamespace("mesh").list().getItems())
        .noneMatch(role -> role.getMetadata().getName().contains("bridge"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicaCounts=3",
        "image.repo=x",
        "networkPolicy.on=true",
        "prometheusRule.on=true"
      })
  void aTypoIsRefused(String value) {
    refused(value, "additional properties '" + value.replaceAll(".*\\.|=.*", "") + "' not allowed");
  }

  @Test
  void whatHasNoDefaultIsAskedFor() {
    refused("bridge.owner=", "bridge.owner: give this deployment a name that no other has");
    refused("bridge.policy=", "bridge.policy: choose create-only, upsert-only");
    refused("image.repository=", "image.repository: say where the bridge's image is");
  }

  @Test
  void secretsAreKeptOutOfTheConfigMap() {
    var eureka = "bridge.registry.eureka.shop.";
    refused(eureka + "urls={http://bridge:secret@eureka:8761/eureka}", "password in a URL");
    refused("spring.cloud.consul.config.acl-token=abc", "no place for passwords");
    refused("spring.security.user.password=abc", "no place for passwords");
    refused("config.tokens[0].my-token=abc", "tokens[0].my-token: ");
    refused("spring.security.user.password=$abc", "spring.security.user.password: ");
    refused("spring.security.user.password=${PASSWORD:abc}", "spring.security.user.password: ");
    assertThat(taken("spring.security.user.password=${PASSWORD}").text()).contains("${PASSWORD}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge.mapping.hosts.user-token=user-token.mesh",
        "bridge.mapping.workload-entries-for.SECRET=true",
        "bridge.registry.eureka.shop.mapping.ports.token=81",
        "bridge.registry.eureka.shop.mapping.hosts.com\\.acme\\.Password=password.mesh"
      })
  void aServiceMayBeCalledLikeASecret(String value) {
    taken(value);
  }

  @Test
  void whatADeploymentCannotRunIsRefused() {
    refused("bridge.mode=once", "a Deployment would start it again for ever");
    refused("bridge.mode=ONCE", "a Deployment would start it again for ever");
    refused("bridge.mapping\\.namespace=other", "does not match pattern");
    refused("config.server.port=9000", "listens on 8080");
    refused("config.server\\.port=9000", "listens on 8080");
    refused("config.management.server.port=-1", "have to know the port; -1 is none");
    refused("config.management.server.port=${PORT}", "have to know the port; ${PORT} is none");
    refused("config.management.server.port=65536", "have to know the port; 65536 is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.servlet.context-path=/bridge",
        "server.servlet.contextPath=/bridge",
        "server.ssl.bundle=web",
        "management.server.ssl.enabled=true",
        "management.server.base-path=/manage",
        "management.endpoints.web.base-path=/manage"
      })
  void whereItIsAskedStaysAsItIs(String value) {
    var dotted = value.substring(0, value.indexOf('=')).replace(".", "\\.");
    var sentence = "config.%s: the probes, ".formatted(dotted.replace("\\", ""));
    refused("config." + value, sentence);
    refused("config." + dotted + "=x", sentence);
    refused("config." + dotted.replaceFirst("\\\\", "") + "=x", sentence);
  }

  @Test
  void whatHasAPlaceOfItsOwnIsTakenNowhereElse() {
    for (var key : List.of("spring.main.banner-mode", "spring\\.main\\.banner-mode")) {
      refused("config." + key + "=off", "it has a place of its own, spring beside config");
    }
    for (var key : List.of("bridge.owner", "bridge\\.owner")) {
      refused("config." + key + "=x", "it has a place of its own, bridge beside config");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge.sink.mcp.istiod.snapshot=/var/lib/bridge",
        "bridge.sink.file.review.directory=/var/lib/bridge"
      })
  void noTwoBridgesWriteOneDirectory(String value) {
    var alone = value + ",replicaCount=1";
    refused(value, "no two replicas may share a directory");
    refused(alone + ",strategy.type=RollingUpdate", "strategy.type: a rolling update runs two");
    assertThat(strategy("replicaCount=1")).isEqualTo("RollingUpdate");
    assertThat(strategy("strategy.type=Recreate")).isEqualTo("Recreate");
    assertThat(strategy(alone)).isEqualTo("Recreate");
    assertThat(strategy(alone + ",strategy.type=Recreate")).isEqualTo("Recreate");
    var own =
        value
            + ",extraVolumes[0].name=own,extraVolumes[0].emptyDir.sizeLimit=1Gi"
            + ",extraVolumeMounts[0].name=own,extraVolumeMounts[0].mountPath=/var/lib";
    assertThat(strategy(own)).isEqualTo("RollingUpdate");
    refused(own + "er", "no two replicas may share a directory");
    var claimed =
        ",extraVolumes[1].name=kept,extraVolumes[1].persistentVolumeClaim.claimName=kept"
            + ",extraVolumeMounts[1].name=kept,extraVolumeMounts[1].mountPath=/var/lib/bridge";
    refused(own + claimed, "no two replicas may share a directory");
  }

  private String strategy(String value) {
    var objects = Chart.objects(client, "-f", EUREKA, "--set", value);
    return Chart.only(Deployment.class, objects).getSpec().getStrategy().getType();
  }

  @Test
  void noRoleMayChangeIstiosOwnConfigMaps() {
    var there = "bridge.sink.mcp.istiod.config-map=snapshot";
    refused(there, "bridge.sink.mcp.istiod.namespace: a snapshot takes the right to update");
    refused(
        there + ",bridge.sink.mcp.istiod.namespace=istio-system", "name a namespace of its own");
    taken(there + ",rbac.create=false");
  }

  @Test
  void portsMayBeLeftAsTheyAre() {
    for (var value : List.of("config.server.port=8080", "config.management.server=null")) {
      assertThat(taken(value).text()).doesNotContain("name: management");
    }
  }

  @Test
  void thereIsARoleForEachNamespaceThatARegistryIsMappedTo() {
    assertThat(roles("several-registries")).containsExactly("mesh", "rpc");
    assertThat(roles("eureka", "--set", "bridge.mapping.namespace=other")).containsExactly("other");
    assertThat(roles("eureka", "--set", "targetNamespaces={a,b}")).containsExactly("a", "b");
    assertThat(roles("mcp")).containsExactly("bridge-snapshot");
    assertThat(roles("eureka", "--set", "bridge.sink.kubernetes.cluster.kubeconfig=/else/where"))
        .isEmpty();
  }

  @Test
  void aLeaseInAnotherNamespaceHasARoleThere() {
    var elsewhere = "bridge.sink.kubernetes.cluster.lease.namespace=leases";
    assertThat(roles("eureka", "--set", elsewhere)).containsExactly("leases", "mesh");
    var there =
        Chart.objects(client, "-f", EUREKA, "--set", elsewhere).stream()
            .filter(Role.class::isInstance)
            .map(Role.class::cast)
            .filter(role -> role.getMetadata().getNamespace().equals("leases"))
            .flatMap(role -> role.getRules().stream())
            .flatMap(rule -> rule.getResources().stream());
    assertThat(there).containsOnly("leases", "events");
    var dry = roles("eureka", "--set", elsewhere + ",bridge.dry-run=true");
    assertThat(dry).containsExactly("mesh");
    assertThat(roles("eureka", "--set", elsewhere.replace("=leases", "=mesh")))
        .containsExactly("mesh");
  }

  @Test
  void onlyWhoSeesTheClusterMayLookAtIt() {
    var eureka = Chart.objects(client, "-f", EUREKA);
    assertThat(eureka).noneMatch(ClusterRole.class::isInstance);
    var consul = Chart.objects(client, "-f", example("consul").toString());
    assertThat(Chart.only(ClusterRole.class, consul).getRules())
        .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("list", "watch"));
  }

  @Test
  void eventsAreWrittenUnlessTheyAreTurnedOff() {
    var usual = Chart.only(Role.class, Chart.objects(client, "-f", EUREKA));
    var off = "bridge.sink.kubernetes.cluster.events=false";
    var silent = Chart.only(Role.class, Chart.objects(client, "-f", EUREKA, "--set", off));

    assertThat(usual.getRules()).anyMatch(rule -> rule.getResources().contains("events"));
    assertThat(silent.getRules()).noneMatch(rule -> rule.getResources().contains("events"));
  }

  @Test
  void aDryRunMayWriteNothing() {
    var dry = Chart.objects(client, "-f", EUREKA, "--set", "bridge.dry-run=true");
    assertThat(Chart.only(Role.class, dry).getRules())
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("list", "watch"));
    var serving =
        Chart.objects(client, "-f", example("mcp").toString(), "--set", "bridge.dry-run=true");
    assertThat(Chart.only(Role.class, serving).getRules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.getVerbs()).containsExactly("get", "list", "watch"));
  }

  @Test
  void alertsAndDashboardComeByChoiceAndAsTheyAre() throws IOException {
    assertThat(Chart.objects(client, "-f", EUREKA))
        .noneMatch(object -> object.getKind().equals("PrometheusRule"));
    var all =
        Chart.objects(
            client,
            "-f",
            EUREKA,
            "--set",
            "prometheusRule.enabled=true,prometheusRule.labels.release=prometheus",
            "--set",
            "dashboard.enabled=true,dashboard.annotations.grafana_folder=Istio");

    var rules = Chart.only(GenericKubernetesResource.class, all);
    assertThat(rules.getKind()).isEqualTo("PrometheusRule");
    assertThat(rules.getMetadata().getLabels()).containsEntry("release", "prometheus");
    var source = Files.readString(Promtool.RULES);
    assertThat(rules.<Object>get("spec"))
        .isEqualTo(client.getKubernetesSerialization().unmarshal(source, Map.class));
    var dashboard =
        all.stream()
            .filter(object -> object.getMetadata().getName().endsWith("-dashboard"))
            .map(ConfigMap.class::cast)
            .toList();
    assertThat(dashboard).hasSize(1);
    take(dashboard.get(0));
    assertThat(dashboard.get(0).getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.get(0).getMetadata().getAnnotations())
        .containsEntry("grafana_folder", "Istio");
    assertThat(dashboard.get(0).getData())
        .containsEntry(
            "istio-registry-bridge.json",
            Files.readString(Chart.FOLDER.resolve("files/dashboard.json")));
  }

  @Test
  void logsAreStructuredByChoice() {
    var variable = "LOGGING_STRUCTURED_FORMAT_CONSOLE";
    assertThat(Chart.template("-f", EUREKA).text()).doesNotContain(variable);
    assertThat(taken("logging.format=ecs").text())
        .contains("{name: %s, value: ecs}".formatted(variable));
    refused("logging.format=xml", "logging");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "management.server.port",
        "management.server\\.port",
        "management\\.server.port",
        "management\\.server\\.port"
      })
  void actuatorIsAskedOnAPortOfItsOwnIfItHasOne(String key) {
    var values = new ArrayList<>(List.of(PURGING));
    values.addAll(List.of("--set", "serviceMonitor.enabled=true", "--set"));
    values.add("config." + key + "=9091");
    var objects = Chart.objects(client, values.toArray(String[]::new));

    var bridge = Chart.only(Deployment.class, objects).getSpec().getTemplate().getSpec();
    var purge = Chart.only(Job.class, objects).getSpec().getTemplate().getSpec();
    assertThat(bridge.getContainers().get(0).getPorts())
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .contains(tuple("http", 8080), tuple("management", 9091));
    assertThat(Chart.only(Service.class, objects).getSpec().getPorts())
        .extracting(ServicePort::getName, ServicePort::getPort)
        .contains(tuple("management", 9091));
    assertThat(Chart.only(NetworkPolicy.class, objects).getSpec().getIngress().get(0).getPorts())
        .extracting(port -> port.getPort().getStrVal())
        .containsExactly("http", "management");
    assertThat(purge.getContainers().get(0).getArgs()).anyMatch(one -> one.contains(":9091/"));
    var monitors = objects.stream().filter(GenericKubernetesResource.class::isInstance);
    assertThat(monitors.map(GenericKubernetesResource.class::cast).toList())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.<String>get("spec", "endpoints", 0, "port"))
                    .isEqualTo("management"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc.server.port",
        "grpc\\.server\\.port",
        "grpc.server\\.port",
        "grpc\\.server.port"
      })
  void istiodIsServedOnThePortThatIsChosen(String key) {
    var mcp = example("mcp").toString();
    var chosen = "spring." + key + "=9191";
    var objects = Chart.objects(client, "-f", mcp, "--set", chosen);

    var bridge = Chart.only(Deployment.class, objects).getSpec().getTemplate().getSpec();
    assertThat(bridge.getContainers().get(0).getPorts())
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .contains(tuple("grpc", 9191));
    assertThat(Chart.only(Service.class, objects).getSpec().getPorts())
        .extracting(ServicePort::getName, ServicePort::getPort)
        .contains(tuple("grpc", 9191));
    assertThat(Chart.only(NetworkPolicy.class, objects).getSpec().getIngress().get(1).getPorts())
        .extracting(port -> port.getPort().getStrVal())
        .containsExactly("grpc");
    assertThat(notes("-f", mcp, "--set", chosen)).contains("istio-system:9191\"");
    for (var none : List.of("grpc", "0", "65536", "${PORT}")) {
      var said = Chart.template("-f", mcp, "--set", "spring." + key + "=" + none);
      assertThat(said.code()).as(none).isNotZero();
      assertThat(said.text()).contains("spring.grpc.server.port: the Service and");
    }
  }

  @Test
  void itsNotesSayWhatAnUninstallationDoes() {
    var dry = Stream.concat(Stream.of(PURGING), Stream.of("--set", "bridge.dry-run=true"));
    assertThat(notes(PURGING)).contains("takes back all that was written");
    assertThat(notes(dry.toArray(String[]::new))).contains("leaves what was written as it stands");
  }

  private String notes(String... values) {
    var dry = Stream.of(Chart.FOLDER.toString(), "--dry-run=client");
    var said =
        Chart.at(
            kubernetes, "install", Stream.concat(dry, Stream.of(values)).toArray(String[]::new));
    assertThat(said.code()).as(said.text()).isZero();
    return said.text().replaceAll("(?s).*\nNOTES:", "");
  }

  @Test
  void noLabelIsThereTwiceAndTheChartsStay(@TempDir Path folder) throws IOException {
    var values =
        """
        podLabels: {app.kubernetes.io/name: other, sidecar.istio.io/inject: "true", team: mesh}
        podAnnotations: {checksum/config: other}
        service: {labels: {app.kubernetes.io/name: other, team: mesh}}
        serviceMonitor: {enabled: true, labels: {app.kubernetes.io/name: other, team: mesh}}
        prometheusRule: {enabled: true, labels: {app.kubernetes.io/name: other, team: mesh}}
        dashboard: {enabled: true, labels: {app.kubernetes.io/name: other, team: mesh}}
        """;
    var file = Files.writeString(folder.resolve("values.yaml"), values).toString();
    var rendered = Chart.template("-f", EUREKA, "-f", file).text();

    var strict = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    var documents = new YAMLMapper(strict.build()).readerFor(JsonNode.class);
    var labels =
        documents.<JsonNode>readValues(rendered).readAll().stream()
            .flatMap(document -> document.findValues("metadata").stream())
            .map(metadata -> metadata.path("labels"))
            .toList();
    assertThat(labels)
        .allMatch(
            one -> one.path("app.kubernetes.io/name").asString().equals("istio-registry-bridge"))
        .noneMatch(one -> one.path("sidecar.istio.io/inject").asString().equals("true"));
    assertThat(labels.stream().filter(one -> one.has("team"))).hasSize(5);
  }

  @Test
  void anUninstallationPurgesOnlyIfItIsTold() {
    assertThat(Chart.objects(client, "-f", EUREKA)).noneMatch(Job.class::isInstance);
    refused("purgeOnUninstall.enabled=true,adminToken.existingSecret=", "needs the admin token");
    var purging = Chart.objects(client, PURGING);
    purging.forEach(this::take);
    var job = Chart.only(Job.class, purging);
    assertThat(job.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "pre-delete");
    var labels = job.getSpec().getTemplate().getMetadata().getLabels();
    var chosen = Chart.only(Service.class, purging).getSpec().getSelector();
    assertThat(labels.entrySet().containsAll(chosen.entrySet()))
        .as("a Service chooses it")
        .isFalse();
  }

  @Test
  void aPurgeRunsWhereTheBridgeMay() {
    var nodes = "nodeSelector.pool=infra,tolerations[0].key=infra,tolerations[0].operator=Exists";
    var values = Stream.concat(Stream.of(PURGING), Stream.of("--set", nodes));
    var objects = Chart.objects(client, values.toArray(String[]::new));
    var bridge = Chart.only(Deployment.class, objects).getSpec().getTemplate().getSpec();
    var purge = Chart.only(Job.class, objects).getSpec().getTemplate().getSpec();
    assertThat(purge.getNodeSelector()).containsEntry("pool", "infra");
    assertThat(purge.getTolerations()).hasSize(1).isEqualTo(bridge.getTolerations());
  }

  @Test
  void theJobsCommandPurges(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("token"), "0123456789abcdef");
    Files.writeString(
        folder.resolve("services.yaml"), "services: {orders: [{address: 10.0.0.1, port: 80}]}");
    try (var bridge =
        RunningBridge.start(
            "bridge.admin.token-file=" + folder.resolve("token"),
            "bridge.registry.file.shop.path=" + folder.resolve("services.yaml"),
            "bridge.sink.file.review.directory=" + folder.resolve("mesh"))) {
      var entry = folder.resolve("mesh/mesh/orders.shop.mesh.yaml");
      await().until(() -> Files.exists(entry));
      var job = Chart.only(Job.class, Chart.objects(client, PURGING));
      var container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
      var command = new ArrayList<>(container.getCommand());
      container.getArgs().stream()
          .map(arg -> arg.replace("$(TOKEN)", "0123456789abcdef"))
          .map(arg -> arg.replaceFirst("http://[^/]+", bridge.uri("").toString()))
          .forEach(command::add);

      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();

      assertThat(entry).doesNotExist();
    }
  }

  @Test
  void anotherConfigurationMakesNewPods() {
    var before = checksum();
    assertThat(checksum()).isEqualTo(before);
    assertThat(checksum("--set", "bridge.policy=create-only")).isNotEqualTo(before);
  }

  @Test
  void itsVersionIsTheBridges() throws IOException {
    var pom = Files.readString(Path.of("pom.xml")).replaceAll("(?s)<parent>.*?</parent>", "");
    var version = pom.replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
    assertThat(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
        .contains("\nappVersion: " + version + "\n");
    var image = "registry.example.com/istio-registry-bridge:" + version;
    assertThat(Files.readString(Path.of("README.md")))
        .contains("-t " + image + " .\n", "docker push " + image + "\n");
  }

  private String checksum(String... values) {
    var all = Stream.concat(Stream.of("-f", EUREKA), Stream.of(values)).toArray(String[]::new);
    var objects = Chart.objects(client, all);
    assertThat(Chart.only(ConfigMap.class, objects).getData()).containsKey("application.yaml");
    var pods = Chart.only(Deployment.class, objects).getSpec().getTemplate();
    return requireNonNull(pods.getMetadata().getAnnotations().get("checksum/config"));
  }

  private List<String> roles(String example, String... values) {
    var file = Stream.of("-f", example(example).toString());
    var all = Stream.concat(file, Stream.of(values)).toArray(String[]::new);
    return Chart.objects(client, all).stream()
        .filter(Role.class::isInstance)
        .map(role -> role.getMetadata().getNamespace())
        .sorted()
        .toList();
  }

  private static void refused(String value, String sentence) {
    var said = Chart.template("-f", EUREKA, "--set", value);
    assertThat(said.code()).as(value).isNotZero();
    assertThat(said.text()).contains(sentence);
  }

  private static Said taken(String value) {
    var said = Chart.template("-f", EUREKA, "--set", value);
    assertThat(said.code()).as(said.text()).isZero();
    return said;
  }

  private static Path example(String name) {
    return Chart.FOLDER.resolve("examples").resolve(name + ".yaml");
  }

  private void namespace(String name, Map<String, String> labels) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).withLabels(labels);
    client.resource(namespace.endMetadata().build()).serverSideApply();
  }
}
