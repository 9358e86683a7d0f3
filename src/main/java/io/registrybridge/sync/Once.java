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
    loop.passOnce("once");
    if (reconciler.displaces()) {
      loop.passOnce("what was replaced");
    }
    var settle = reconciler.settling();
    if (settle.isPresent()) {
      LOG.info("waiting {} for losses to settle", settle.get());
      loop.await(() -> false, settle.get());
      reconciler.refresh(REGISTRIES);
      loop.passOnce("settled");
    }
    return loop.report();
  }
}
