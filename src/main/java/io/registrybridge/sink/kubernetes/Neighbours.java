package io.registrybridge.sink.kubernetes;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.registrybridge.mesh.Kind;
import io.registrybridge.plan.Actual;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.kubernetes.Look.Claimant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The hosts of others, beside the ServiceEntries in the sink's own namespaces. They are looked at
 * before a host is taken; so what cannot be read stops nothing, but is told.
 *
 * <p>Here fabric8's informers do: a host that is free a little later than it could be costs
 * nothing.
 */
final class Neighbours implements AutoCloseable {

  private static final Claimant<Service> SERVICE =
      new Claimant<>("Service", "Services", Service.class, Neighbours::hosts);

  private final Set<String> namespaces;
  private final String owner;
  private final List<Look<?>> looks;
  private final AtomicBoolean stale = new AtomicBoolean(true);
  private Map<String, String> claims = Map.of();

  /**
   * @param namespaces the sink's own
   */
  Neighbours(KubernetesClient client, Sight sight, Set<String> namespaces, String owner) {
    this.namespaces = namespaces;
    this.owner = owner;
    looks = sight == Sight.CLUSTER ? everywhere(client) : inside(client);
  }

  private List<Look<?>> everywhere(KubernetesClient client) {
    var json = client.getKubernetesSerialization();
    var where = "of the cluster";
    var entries =
        client.genericKubernetesResources(Entries.definition(Kind.SERVICE_ENTRY)).inAnyNamespace();
    return List.of(
        new Look<>(SERVICE, client.services().inAnyNamespace(), where, json),
        new Look<>(entry(), entries, where, json));
  }

  private List<Look<?>> inside(KubernetesClient client) {
    var json = client.getKubernetesSerialization();
    var inside = new ArrayList<Look<?>>();
    for (var namespace : namespaces.stream().sorted().toList()) {
      var services = client.services().inNamespace(namespace);
      inside.add(new Look<>(SERVICE, services, "in namespace " + namespace, json));
    }
    return inside;
  }

  private Claimant<GenericKubernetesResource> entry() {
    return new Claimant<>(
        "ServiceEntry", "ServiceEntries", GenericKubernetesResource.class, this::hosts);
  }

  /**
   * Its short names: under them a client in the mesh may mean it. The long ones end in a domain
   * that is never mapped.
   */
  private static List<String> hosts(Service service) {
    var metadata = service.getMetadata();
    return List.of(metadata.getName(), metadata.getName() + "." + metadata.getNamespace());
  }

  private List<String> hosts(GenericKubernetesResource entry) {
    var standing = Wire.read(Kind.SERVICE_ENTRY, entry);
    return namespaces.contains(standing.id().namespace())
            || standing.owner().equals(owner)
            || isPrivate(entry)
        ? List.of()
        : standing.hosts();
  }

  private static boolean isPrivate(GenericKubernetesResource entry) {
    var exportTo = entry.<List<Object>>get("spec", "exportTo");
    return exportTo != null && !exportTo.isEmpty() && Set.of(".", "~").containsAll(exportTo);
  }

  /**
   * @param hint is run when the claims are others than before
   */
  void start(Runnable hint) {
    looks.forEach(
        look ->
            look.start(
                () -> {
                  stale.set(true);
                  hint.run();
                }));
  }

  /** What stands there, the claims of others beside it; not before there was a look at them. */
  Current beside(Actual actual) {
    return looks.stream().allMatch(Look::tried)
        ? new Current.Known(new Actual(actual.resources(), claims()))
        : new Current.Unread("the hosts of others were not looked at yet");
  }

  /** What is looked at and what cannot be. */
  String sentence() {
    return looks.stream().map(Look::sentence).collect(joining("; "));
  }

  private synchronized Map<String, String> claims() {
    if (stale.getAndSet(false)) { // before it looks, so that no change is missed
      var byHost = new HashMap<String, String>();
      for (var look : looks) {
        look.claims().forEach((by, hosts) -> hosts.forEach(host -> byHost.put(host, by)));
      }
      claims = Map.copyOf(byHost);
    }
    return claims;
  }

  @Override
  public void close() {
    looks.forEach(Look::close);
  }
}
