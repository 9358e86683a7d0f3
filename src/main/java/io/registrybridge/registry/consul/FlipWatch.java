package io.registrybridge.registry.consul;

import static java.util.stream.Collectors.toSet;

import io.registrybridge.registry.consul.Checks.Check;
import java.util.Set;

/**
 * Watches which checks fail, and has what flips read. Where there are too many services to wait for
 * news of each. On the worker's thread.
 */
final class FlipWatch {

  private final Asking asking;
  private final Roster roster;
  private final ServiceWatch services;
  private final StateWatch critical;
  private final StateWatch warning;
  private boolean wanted;
  private boolean filtered;

  FlipWatch(Outlook outlook, Asking asking, Roster roster, ServiceWatch services) {
    this.asking = asking;
    this.roster = roster;
    this.services = services;
    this.critical = new StateWatch(outlook, Health.CRITICAL, this::flipped, this::check);
    this.warning = new StateWatch(outlook, Health.WARNING, this::flipped, this::check);
  }

  /** Learns what fails now, and then goes on; from now on what flips is read. */
  void begin(Runnable then) {
    wanted = true;
    begin(critical, () -> begin(warning, then));
  }

  private void begin(StateWatch state, Runnable then) {
    asking.now(
        state.question(),
        told -> {
          if (wanted) {
            state.begin(told);
            filtered = filtered();
          }
          then.run();
        });
  }

  /** Asks whether something flipped that it was not told of. */
  void check() {
    check(critical);
    check(warning);
  }

  private void check(StateWatch state) {
    if (wanted) {
      asking.again(
          state.question(),
          state.index(),
          told -> {
            if (wanted) {
              state.resume(told);
            }
          });
    }
  }

  void stop() {
    wanted = false;
    critical.stop();
    warning.stop();
  }

  /** Whether some may fail that are not told of. */
  private boolean filtered() {
    return critical.filtered() || warning.filtered();
  }

  /** Whoever may not see all that fails may not see all instances: that each service tells. */
  private void filteredAnew() {
    if (filtered() && !filtered && roster.troubles().isEmpty()) {
      services.inTurn(roster.names());
    }
    filtered = filtered();
  }

  private void flipped(Set<Check> checks) {
    filteredAnew();
    services.soon(checks.stream().map(Check::service).filter(roster::lists).collect(toSet()));
    var nodes = checks.stream().filter(Check::ofNode).map(Check::node).collect(toSet());
    if (!nodes.isEmpty()) {
      services.soon(roster.on(nodes));
      services.onceMore(); // what is being read may turn out to be there
    }
  }
}
