package io.registrybridge.mapping;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import java.util.Optional;
import java.util.function.Consumer;

/** What an instance's metadata sets, as far as the rules let it. */
final class Said {

  private final Instance instance;
  private final MappingRules rules;
  private final Consumer<String> objections;

  Said(Instance instance, MappingRules rules, Consumer<String> objections) {
    this.instance = instance;
    this.rules = rules;
    this.objections = objections;
  }

  private Optional<String> said(Settable what, String key) {
    return rules.overrides().contains(what)
        ? Optional.ofNullable(instance.metadata().get(key))
        : Optional.empty();
  }

  /** Of a port's role before what is said of the instance, which is meant for its primary port. */
  private Optional<String> said(Settable what, String key, String role) {
    return said(what, key + "." + role)
        .or(() -> role.equals(Instance.PRIMARY) ? said(what, key) : Optional.empty());
  }

  Protocol protocol(String role) {
    var usual = role.equals(Instance.SECURE) ? Protocol.HTTPS : rules.protocol();
    return said(Settable.PROTOCOL, "protocol", role)
        .flatMap(
            said ->
                understood(
                    Protocol.of(said),
                    "metadata asks for the protocol '%s', which Istio does not know"
                        .formatted(Flaw.brief(said))))
        .orElse(usual);
  }

  /** The number of the service port, if it is said. */
  Optional<Integer> port(String role) {
    return said(Settable.PORT, "port", role)
        .flatMap(
            said ->
                understood(
                    number(said),
                    "metadata asks for the service port '%s', which is none of 1 to 65535"
                        .formatted(Flaw.brief(said))));
  }

  private static Optional<Integer> number(String text) {
    try {
      var number = Integer.parseInt(text.strip());
      return number >= 1 && number <= 65535 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  double weight() {
    return said(Settable.WEIGHT, "weight")
        .flatMap(
            said ->
                understood(
                    share(said),
                    "metadata asks for the weight '%s', which is no number"
                        .formatted(Flaw.brief(said))))
        .orElse(instance.weight());
  }

  private static Optional<Double> share(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  Optional<String> locality() {
    return said(Settable.LOCALITY, "locality");
  }

  private <T> Optional<T> understood(Optional<T> meaning, String objection) {
    if (meaning.isEmpty()) {
      objections.accept(objection);
    }
    return meaning;
  }
}
