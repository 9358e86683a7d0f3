package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.sink.cluster.LeaseSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The real API server as somebody else sees it: an administrator with kubectl. */
final class Cluster implements AutoCloseable {

  static final String NAMESPACE = "mesh";

  private static final String CRD = "serviceentries.networking.istio.io";

  private static final ResourceDefinitionContext SERVICE_ENTRY =
      kind("ServiceEntry", "serviceentries");
  private static final ResourceDefinitionContext WORKLOAD_ENTRY =
      kind("WorkloadEntry", "workloadentries");

  private static final PatchContext EDIT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("kubectl-edit")
          .build();

  private final KubernetesPeer peer;
  private final KubernetesClient client;

  Cluster(KubernetesPeer peer) {
    this.peer = peer;
    client = peer.client();
  }

  KubernetesSink sink(String owner) {
    return sink(owner, settings());
  }

  KubernetesSink sink(String owner, KubernetesSettings settings) {
    return (KubernetesSink)
        KubernetesSinks.of("cluster", settings, owner, Set.of(NAMESPACE), Clock.systemUTC());
  }

  KubernetesSettings settings() {
    return settings(Optional.empty());
  }

  KubernetesSettings settings(Optional<String> context) {
    return settings(context, Sight.NAMESPACE);
  }

  KubernetesSettings settings(Optional<String> context, Sight see) {
    return settings(context, peer.kubeconfig(), see);
  }

  KubernetesSettings settings(Path kubeconfig) {
    return settings(Optional.empty(), kubeconfig, Sight.NAMESPACE);
  }

  private static KubernetesSettings settings(Optional<String> context, Path kubeconfig, Sight see) {
    return new KubernetesSettings(
        context,
        Optional.of(kubeconfig),
        500,
        8,
        Duration.ofSeconds(20),
        Duration.ofMinutes(10),
        LeaseSettings.DEFAULT,
        see,
        true,
        List.of());
  }

  void empty() {
    all().inNamespace(NAMESPACE).delete();
    workloads().inNamespace(NAMESPACE).delete();
  }

  List<GenericKubernetesResource> workloadEntries() {
    return workloads().inNamespace(NAMESPACE).list().getItems();
  }

  void editWorkloadEntry(String name, String patch) {
    workloads().inNamespace(NAMESPACE).withName(name).patch(EDIT, patch);
  }

  void deleteWorkloadEntry(String name) {
    workloads().inNamespace(NAMESPACE).withName(name).delete();
  }

  GenericKubernetesResource get(String name) {
    return Optional.ofNullable(all().inNamespace(NAMESPACE).withName(name).get())
        .orElseThrow(() -> new AssertionError(name + " is not there"));
  }

  /** What a watch is answered that goes on from this revision; 200 if it is told news. */
  int codeOfWatchSince(String revision) {
    var at = "/apis/networking.istio.io/v1/namespaces/" + NAMESPACE + "/serviceentries";
    try {
      var events = client.raw(at + "?watch=true&timeoutSeconds=1&resourceVersion=" + revision);
      return events.contains("\"code\":410") ? 410 : 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  boolean has(String name) {
    return all().inNamespace(NAMESPACE).withName(name).get() != null;
  }

  void create(String yaml) {
    client.resource(yaml).inNamespace(NAMESPACE).create();
  }

  /** A JSON merge patch, as {@code kubectl edit} sends it. */
  GenericKubernetesResource edit(String name, String patch) {
    return all().inNamespace(NAMESPACE).withName(name).patch(EDIT, patch);
  }

  void delete(String name) {
    all().inNamespace(NAMESPACE).withName(name).delete();
  }

  /** What the bridge told in Events, in no order. */
  List<Event> events() {
    return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> "istio-registry-bridge".equals(event.getReportingController()))
        .toList();
  }

  void forgetEvents() {
    client.events().v1().events().inNamespace(NAMESPACE).delete();
  }

  void changeCrd(UnaryOperator<String> change) {
    var crds = client.apiextensions().v1().customResourceDefinitions();
    var yaml = Serialization.asYaml(crds.withName(CRD).get());
    crds.resource(Serialization.unmarshal(change.apply(yaml), CustomResourceDefinition.class))
        .update();
  }

  void deleteCrd() {
    client.apiextensions().v1().customResourceDefinitions().withName(CRD).delete();
  }

  /** From now on the API server asks somebody about each ServiceEntry who does not answer. */
  void breakWebhook() {
    client
        .resource(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: nobody}
            webhooks:
              - name: nobody.example.com
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                clientConfig: {url: "https://127.0.0.1:1/"}
                rules:
                  - apiGroups: [networking.istio.io]
                    apiVersions: ["*"]
                    operations: [CREATE, UPDATE]
                    resources: [serviceentries]
            """)
        .create();
  }

  void removeWebhook() {
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("nobody")
        .delete();
  }

  /** From now on the user without rights may make one write at a time, and is told so by a 429. */
  void throttleAlice() {
    for (var yaml : THROTTLE.split("---\n", -1)) {
      client.resource(yaml).create();
    }
  }

  void unthrottleAlice() {
    client.flowControl().v1().flowSchema().withName("alice").delete();
  }

  private static final String THROTTLE =
      """
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: PriorityLevelConfiguration
      metadata: {name: nobody}
      spec:
        type: Limited
        limited: {nominalConcurrencyShares: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}
      ---
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: FlowSchema
      metadata: {name: alice}
      spec:
        matchingPrecedence: 2
        priorityLevelConfiguration: {name: nobody}
        rules:
          - subjects: [{kind: User, user: {name: alice}}]
            resourceRules:
              - apiGroups: [networking.istio.io]
                resources: [serviceentries]
                verbs: [patch, create, update]
                namespaces: ["*"]
      """;

  /** From now on the user without rights has all to these resources, and to no others. */
  void allowAlice(String... resources) {
    allowAlice(List.of("*"), resources);
  }

  void allowAlice(List<String> verbs, String... resources) {
    var rights = client.rbac().roles().inNamespace(NAMESPACE);
    var bindings = client.rbac().roleBindings().inNamespace(NAMESPACE);
    bindings.withName("alice").delete();
    rights.withName("alice").delete();
    if (resources.length == 0) {
      return;
    }
    rights
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("alice")
                .endMetadata()
                .addNewRule()
                .addToApiGroups("networking.istio.io")
                .addToResources(resources)
                .addAllToVerbs(verbs)
                .endRule()
                .build())
        .create();
    bindings
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("alice")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "alice")
                .addNewSubject("rbac.authorization.k8s.io", "User", "alice", null)
                .build())
        .create();
  }

  /** How many requests that write ServiceEntries the API server has answered so far. */
  long writes() {
    return writes("serviceentries");
  }

  /** The same for WorkloadEntries. */
  long workloadWrites() {
    return writes("workloadentries");
  }

  private long writes(String resource) {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"" + resource + "\""))
        .filter(line -> line.matches(".*verb=\"(APPLY|PATCH|POST|PUT|DELETE)\".*"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    client.close();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all() {
    return client.genericKubernetesResources(SERVICE_ENTRY);
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      workloads() {
    return client.genericKubernetesResources(WORKLOAD_ENTRY);
  }

  private static ResourceDefinitionContext kind(String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("networking.istio.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
