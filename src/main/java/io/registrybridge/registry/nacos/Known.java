package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.nacos.Answer.Cause;
import io.registrybridge.registry.nacos.Answer.Instances;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one service.
 *
 * @param service as the server told of it last; empty if it did not, or if nothing of it can be
 *     used
 * @param trouble why that is not known to be so now; empty if it is
 * @param subscribed whether the server notifies of changes, over the present link
 * @param listed whether it stood in its partition's listing the last time there was one
 * @param due when it is asked for once more
 */
record Known(
    ServiceKey key,
    Optional<Service> service,
    List<Flaw> flaws,
    String trouble,
    boolean subscribed,
    boolean listed,
    Instant due) {

  private static final String PROTECTED =
      "is in force: Nacos lists unhealthy instances as healthy, and does not tell which";

  static Known of(ServiceKey key) {
    return new Known(
        key, Optional.empty(), List.of(), "was not asked for yet", false, true, Instant.MIN);
  }

  /** Whether it is certain what it is. */
  boolean certain() {
    return trouble.isEmpty() && service.isPresent();
  }

  boolean hasInstances() {
    return service.filter(one -> !one.instances().isEmpty()).isPresent();
  }

  /** To be asked at once if it is listed no more, or again. */
  Known listed(boolean isListed) {
    var nextDue = listed == isListed ? due : Instant.MIN;
    return new Known(key, service, flaws, trouble, subscribed, isListed, nextDue);
  }

  /** From now on the server notifies of it. */
  Known notified() {
    return new Known(key, service, flaws, trouble, true, listed, due);
  }

  /** Over another link nothing is certain, and nothing is notified of. */
  Known unlinked() {
    return new Known(key, service, flaws, "was not asked for yet", false, listed, Instant.MIN);
  }

  /** The same service object if it is the same service. */
  Known answered(Answer answer, Instant nextDue) {
    if (answer instanceof Instances instances) {
      return told(instances, nextDue);
    }
    return answer instanceof Refusal refusal ? refused(refusal, nextDue) : this;
  }

  private Known refused(Refusal refusal, Instant nextDue) {
    var still = subscribed && refusal.cause() != Cause.SIZE;
    return new Known(key, service, flaws, refusal.reason(), still, listed, nextDue);
  }

  private Known told(Instances answer, Instant nextDue) {
    var now = Service.of(key, answer.instances());
    var usable = answer.unusable().isEmpty() || !answer.instances().isEmpty();
    return new Known(
        key,
        usable ? Optional.of(service.filter(now::equals).orElse(now)) : Optional.empty(),
        flaws(answer),
        usable ? "" : "no instance of it can be read",
        subscribed,
        listed,
        nextDue);
  }

  private List<Flaw> flaws(Instances answer) {
    var all = new ArrayList<Flaw>();
    answer.unusable().forEach(one -> all.add(new Flaw(key, one.subject(), one.reason())));
    if (answer.isProtected()) {
      all.add(new Flaw(key, "protection threshold", PROTECTED));
    }
    return all;
  }
}
