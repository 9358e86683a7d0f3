package io.registrybridge.plan;

import static io.registrybridge.mesh.Form.Style.BOTH;
import static io.registrybridge.mesh.Form.Style.INLINE;
import static io.registrybridge.mesh.Form.Style.RAGGED;
import static io.registrybridge.mesh.Form.Style.WORKLOADS;

import io.registrybridge.mesh.Form;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Refusal;
import io.registrybridge.mesh.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes a service that is in use from one form to another.
 *
 * <p>That a sink has taken a WorkloadEntry does not say that istiod has: it hears of both kinds by
 * separate ways, and the one may be behind the other. So for a while the endpoints stand in both
 * places, and only when istiod had the time to see that, they go from where they were.
 */
record Changeover(Instant now) {

  /** Before a ServiceEntry selects: istiod hears within a second, also when it has much to do. */
  static final Duration SETTLE = Duration.ofSeconds(10);

  /**
   * Before WorkloadEntries go that nothing selects any more, which are in nobody's way: an istiod
   * that reads from the bridge, and lost it, is back after 90 s at the latest.
   */
  static final Duration LINGER = Duration.ofMinutes(2);

  /** The next of the steps to what is wanted; what is wanted itself if it is the last one. */
  MeshService step(MeshService before, MeshService wanted) {
    if (before.spec().endpoints().isEmpty() || wanted.spec().endpoints().isEmpty()) {
      return wanted; // there is nothing to lose
    }
    return switch (wanted.form().style()) {
      case INLINE -> toInline(before, wanted);
      case WORKLOADS -> toWorkloads(before, wanted);
      case BOTH, RAGGED -> wanted; // held as it stands
    };
  }

  /** When there is another step though nothing else changes. */
  static Optional<Instant> due(MeshService standing, MeshService wanted) {
    var patience = wanted.form().style() == INLINE ? LINGER : SETTLE;
    return standing.form().since().map(since -> since.plus(patience));
  }

  private MeshService toInline(MeshService before, MeshService wanted) {
    var style = before.form().style();
    if (style == INLINE || style == RAGGED || passed(LINGER, before)) {
      return wanted;
    }
    if (renamed(before, wanted) && fits(before)) {
      return before.in(both(before));
    }
    return wanted.in(both(before));
  }

  private MeshService toWorkloads(MeshService before, MeshService wanted) {
    var style = before.form().style();
    if (style == WORKLOADS) {
      return renamed(before, wanted) && fits(before)
          ? before.in(Form.bothSince(now)) // inline all endpoints get the new names at once
          : wanted;
    }
    if (style == BOTH) {
      return renamed(before, wanted) ? rename(before, wanted) : fromBoth(before, wanted);
    }
    return possible(before, wanted).in(Form.BOTH);
  }

  private MeshService rename(MeshService before, MeshService wanted) {
    return passed(SETTLE, before)
        ? possible(before, wanted).in(Form.bothSince(now))
        : before.in(both(before));
  }

  private MeshService fromBoth(MeshService before, MeshService wanted) {
    if (passed(SETTLE, before)) {
      return wanted;
    }
    var next = possible(before, wanted);
    return next.in(next.spec().equals(before.spec()) ? both(before) : Form.bothSince(now));
  }

  /** In both places only as many can stand as there is room for in the one. */
  private static MeshService possible(MeshService before, MeshService wanted) {
    return fits(wanted) ? wanted : before;
  }

  private static boolean fits(MeshService service) {
    return Refusal.inline(service.spec()).isEmpty();
  }

  private Form both(MeshService before) {
    return Form.bothSince(before.form().since().orElse(now));
  }

  private boolean passed(Duration patience, MeshService before) {
    return before.form().since().filter(since -> !since.plus(patience).isAfter(now)).isPresent();
  }

  /**
   * Whether a port that callers know by its number gets another name. Endpoints tell their own
   * ports by that name, and those in other objects do not change it together with the service.
   */
  private static boolean renamed(MeshService before, MeshService wanted) {
    return before.spec().ports().stream().anyMatch(port -> renamed(port.number(), before, wanted));
  }

  private static boolean renamed(int number, MeshService before, MeshService wanted) {
    var now = name(number, wanted.spec());
    return now.isPresent() && !now.equals(name(number, before.spec()));
  }

  private static Optional<String> name(int number, Spec spec) {
    return spec.ports().stream()
        .filter(port -> port.number() == number)
        .map(port -> port.name())
        .findFirst();
  }
}
