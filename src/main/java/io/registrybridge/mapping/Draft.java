package io.registrybridge.mapping;

import io.registrybridge.book.Pool;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.List;
import java.util.Locale;

/**
 * What one service of one registry contributes to the mesh.
 *
 * @param wanted the resource it wants to be, or to be part of
 * @param tails the resources it may become if another service has the wanted one, in this order
 * @param mute whether there is no instance that could say where the service is to be
 * @param usable whether an instance is up and its weight is not 0, though the rules may refuse it
 * @param out the addresses of those that somebody took out, whether they are candidates or not
 * @param party services of one party may share a host; all others are rivals
 */
record Draft(
    ServiceKey service,
    MappingRules rules,
    ResourceId wanted,
    List<ResourceId> tails,
    boolean mute,
    boolean usable,
    List<String> out,
    String party,
    List<Candidate> candidates,
    List<Flaw> flaws) {

  Draft {
    tails = List.copyOf(tails);
    out = List.copyOf(out);
    var pool = new Pool();
    candidates = candidates.stream().map(one -> one.sharing(pool)).toList();
    flaws = List.copyOf(flaws);
  }

  Origin origin() {
    return new Origin(service.registry(), service.partition(), service.name());
  }

  /** The addresses of the candidates that nobody took out. */
  List<String> up() {
    return candidates.stream().filter(one -> !one.drains()).map(Candidate::address).toList();
  }

  /** Whether the configuration gives it its host by name. */
  boolean byHand() {
    return rules.hosts().containsKey(service.name());
  }

  /** Whether its instances may say where it is to be. */
  boolean byInstances() {
    return !byHand()
        && (rules.overrides().contains(Settable.HOST)
            || rules.overrides().contains(Settable.NAMESPACE));
  }

  /** The same name in several registries is the same service; a host by hand unites any names. */
  static String party(String service, MappingRules rules) {
    var byHand = rules.hosts().get(service);
    return byHand == null ? "name " + service.toLowerCase(Locale.ROOT) : "host " + byHand;
  }
}
