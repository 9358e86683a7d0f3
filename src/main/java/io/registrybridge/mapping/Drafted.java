package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A listed service and its draft.
 *
 * @param draft empty if the rules leave the service out
 * @param refusal why it gets no host, whoever else wants it
 */
record Drafted(Service service, Optional<Draft> draft, Optional<Flaw> refusal) {

  static Drafted of(Service service, MappingRules rules) {
    return rules.names().chosen(service.key().name())
        ? of(service, Drafting.draft(service, rules))
        : new Drafted(service, Optional.empty(), Optional.empty());
  }

  private static Drafted of(Service service, Draft draft) {
    var host = draft.wanted().name();
    var refusal =
        Hosts.refused(host)
            .or(() -> unnamed(draft.origin()))
            .map(reason -> new Flaw(service.key(), host, reason));
    return new Drafted(service, Optional.of(draft), refusal);
  }

  /** What a resource came from has to be written there, or it would be nobody's. */
  private static Optional<String> unnamed(Origin origin) {
    return origin.bytes() <= Origin.MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            "its name is too long to be named in the annotation %s: Kubernetes allows 256 KiB for all"
                .formatted(Keys.ORIGIN));
  }

  /** This one, or the one before where the draft is no other. */
  Drafted after(Drafted before) {
    return draft.equals(before.draft) ? new Drafted(service, before.draft, before.refusal) : this;
  }

  /** What claims a host. */
  Optional<Draft> claim() {
    return refusal.isEmpty() ? draft : Optional.empty();
  }

  List<Flaw> flaws() {
    return Stream.concat(draft.stream().flatMap(one -> one.flaws().stream()), refusal.stream())
        .toList();
  }
}
