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
 * @param notices whether the server notifies of changes, over the present link
 * @param listed whether it stood in its partition's listing the last time there was one
 * @param due when it is asked for once more
 */
record Known(
    ServiceKey key,
    Optional<Service> service,
    List<Flaw> flaws,
    String trouble,
    Notices notices,
    boolean listed,
    Instant due) {

  private static final String PROTECTED =
      "is in force: Nacos lists unhealthy instances as healthy, and does not tell which";

  /** What the server does when a service changes. */
  enum Notices {
    /** Nothing: it is to be asked to notify. */
    NONE,
    /** It notifies. */
    GIVEN,
    /** Nothing, and it shall not: a notice would be too large, and cost the link. */
    UNWANTED
  }

  static Known of(ServiceKey key) {
    return new Known(
        key, Optional.empty(), List.of(), "was not asked for yet", Notices.NONE, true, Instant.MIN);
  }

  /** Whether it is certain what it is. */
  boolean certain() {
    return trouble.isEmpty() && service.isPresent();
  }

  boolean hasInstances() {
    return service.filter(one -> !one.instances().isEmpty()).isPresent();
  }

  /** Whether the server notifies of it. */
  boolean subscribed() {
    return notices == Notices.GIVEN;
  }

  /** Whether the server is to be asked to notify of it. */
  boolean unsubscribed() {
    return notices == Notices.NONE && listed;
  }

  /** To be asked at once if it is listed no more, or again. */
  Known listed(boolean isListed) {
    var nextDue = listed == isListed ? due : Instant.MIN;
    return new Known(key, service, flaws, trouble, notices, isListed, nextDue);
  }

  /** From now on the server notifies of it. */
  Known notified() {
    return new Known(key, service, flaws, trouble, Notices.GIVEN, listed, due);
  }

  /** Over another link nothing is certain, and nothing is notified of. */
  Known unlinked() {
    var next = notices == Notices.GIVEN ? Notices.NONE : notices;
    return new Known(key, service, flaws, "was not asked for yet", next, listed, Instant.MIN);
  }

  /** The same service object if it is the same service. */
  Known answered(Answer answer, Instant nextDue) {
    if (answer instanceof Instances instances) {
      return told(instances, nextDue);
    }
    return answer instanceof Refusal refusal ? refused(refusal, nextDue) : this;
  }

  private Known refused(Refusal refusal, Instant nextDue) {
    var next = refusal.cause() == Cause.SIZE ? Notices.UNWANTED : notices;
    return new Known(key, service, flaws, refusal.reason(), next, listed, nextDue);
  }

  /** What fits again is subscribed next. */
  private Known told(Instances answer, Instant nextDue) {
    var now = Service.of(key, answer.instances());
    var usable = answer.unusable().isEmpty() || !answer.instances().isEmpty();
    var fits = notices == Notices.UNWANTED;
    return new Known(
        key,
        usable ? Optional.of(service.filter(now::equals).orElse(now)) : Optional.empty(),
        flaws(answer),
        usable ? "" : "no instance of it can be read",
        fits ? Notices.NONE : notices,
        listed,
        fits ? Instant.MIN : nextDue);
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
