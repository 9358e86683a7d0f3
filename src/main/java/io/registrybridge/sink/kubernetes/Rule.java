package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a sink needs to be allowed, as a rule of RBAC.
 *
 * @param group of the API; empty for the core
 * @param resource in the plural
 * @param name of the one object that it is about; empty for all of them
 * @param namespace empty for all of them
 */
record Rule(String group, String resource, String name, String namespace, List<String> verbs) {

  private static final String ISTIO = "networking.istio.io";
  private static final List<String> LOOK = List.of("list", "watch");
  private static final List<String> WRITE = List.of("list", "watch", "create", "patch", "delete");
  private static final List<String> LEAD = List.of("get", "watch", "patch");
  private static final String LEASES = "coordination.k8s.io";

  Rule {
    verbs = List.copyOf(verbs);
  }

  /** What it takes to read these namespaces, and whose hosts there are. */
  static List<Rule> toRead(Collection<String> namespaces, Sight sight) {
    var rules = new ArrayList<Rule>();
    namespaces.forEach(namespace -> rules.add(new Rule(ISTIO, entries(), "", namespace, LOOK)));
    if (sight == Sight.CLUSTER) {
      rules.add(new Rule("", "services", "", "", LOOK));
      rules.add(new Rule(ISTIO, entries(), "", "", LOOK));
    } else {
      namespaces.forEach(namespace -> rules.add(new Rule("", "services", "", namespace, LOOK)));
    }
    return rules;
  }

  /**
   * What it takes to write to them as well. WorkloadEntries are not among it: a bridge that makes
   * none needs no right to them.
   *
   * @param lease its name
   * @param home where it is
   */
  static List<Rule> toWrite(Collection<String> namespaces, Sight sight, String lease, String home) {
    var writing = namespaces.stream().map(one -> new Rule(ISTIO, entries(), "", one, WRITE));
    var reading = toRead(namespaces, sight).stream();
    var others = reading.filter(one -> !namespaces.contains(one.namespace()) || !one.isIstio());
    var leading =
        Stream.of(
            new Rule(LEASES, "leases", lease, home, LEAD),
            new Rule(LEASES, "leases", "", home, List.of("create"))); // it has no name before
    return Stream.of(writing, others, leading).flatMap(rules -> rules).toList();
  }

  private static String entries() {
    return Entries.definition(Kind.SERVICE_ENTRY).getPlural();
  }

  private boolean isIstio() {
    return group.equals(ISTIO);
  }

  /** The same for some of the verbs. */
  Rule of(List<String> some) {
    return new Rule(group, resource, name, namespace, some);
  }

  /** As a Role has it, and where that has to be. */
  @Override
  public String toString() {
    return "{apiGroups: [\"%s\"], resources: [%s], %sverbs: [%s]} %s"
        .formatted(
            group,
            resource,
            name.isEmpty() ? "" : "resourceNames: [" + name + "], ",
            String.join(", ", verbs),
            namespace.isEmpty() ? "in the whole cluster" : "in namespace " + namespace);
  }
}
