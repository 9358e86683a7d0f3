package io.registrybridge.sync;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass when everybody has spoken, instead of a loop of them. */
public final class Once {

  private static final Logger LOG = LoggerFactory.getLogger(Once.class);

  /** Each registry has its own time-out; this is for one that does not keep to it. */
  private static final Duration REGISTRIES = Duration.ofMinutes(2);

  private static final Duration SINKS = Duration.ofSeconds(30);

  /** How many more passes there are at most for what one left. */
  private static final int PASSES = 10;

  private final Loop loop;
  private final Reconciler reconciler;

  /**
   * @param loop one that is not started
   */
  public Once(Loop loop, Reconciler reconciler) {
    this.loop = loop;
    this.reconciler = reconciler;
  }

  /**
   * Makes the pass. A loss that is within the limits is looked at once more when it has settled: to
   * a bridge that has just started, every loss is one after a silence. And what the configuration
   * replaces goes when its successor stands.
   */
  public Report report() throws InterruptedException {
    reconciler.refresh(REGISTRIES);
    loop.await(reconciler::sinksKnown, SINKS);
    loop.await(reconciler::leadersKnown, SINKS);
    pass("once");
    if (reconciler.displaces()) {
      pass("what was replaced");
    }
    var settle = reconciler.settling();
    if (settle.isPresent()) {
      LOG.info("waiting {} for losses to settle", settle.get());
      loop.await(() -> false, settle.get());
      reconciler.refresh(REGISTRIES);
      pass("settled");
    }
    return loop.report();
  }

  /** What a sink left, as when the lead was lost for a moment, is done by passes of its own. */
  private void pass(String why) throws InterruptedException {
    var made = loop.passOnce(why);
    for (var more = 0; made.left() > 0 && more < PASSES; more++) {
      loop.await(reconciler::leadersKnown, SINKS);
      made = loop.passOnce("what was left");
    }
  }
}
