package io.registrybridge.registry.curator;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is read over one connection: a bounded number at once, and what a watch told of before what
 * is read of everything.
 */
final class Reads {

  /** Enough to keep a server busy that is a millisecond away, and few enough to wait behind. */
  private static final int AT_ONCE = 128;

  /** How an ask is sent; the answer is told by {@link #answered}. */
  interface Sender {
    void send(Ask ask, boolean ofWalk);
  }

  private final Sender sender;
  private final Set<Ask> hints = new LinkedHashSet<>();
  private final Set<Ask> walk = new LinkedHashSet<>();

  private int hintsUnderWay;
  private int walkUnderWay;

  Reads(Sender sender) {
    this.sender = sender;
  }

  /**
   * Wants these to be read; once, if they were wanted already and not sent yet.
   *
   * @param ofWalk whether they belong to a read of everything
   */
  void want(Collection<Ask> asks, boolean ofWalk) {
    (ofWalk ? walk : hints).addAll(asks);
    send();
  }

  /** Something that was sent was answered, and what follows from that is wanted already. */
  void answered(boolean ofWalk) {
    if (ofWalk) {
      walkUnderWay--;
    } else {
      hintsUnderWay--;
    }
    send();
  }

  private void send() {
    while (hintsUnderWay + walkUnderWay < AT_ONCE && !(hints.isEmpty() && walk.isEmpty())) {
      var ofWalk = hints.isEmpty();
      var ask = first(ofWalk ? walk : hints);
      hintsUnderWay += ofWalk ? 0 : 1;
      walkUnderWay += ofWalk ? 1 : 0;
      sender.send(ask, ofWalk);
    }
  }

  private static Ask first(Set<Ask> asks) {
    var iterator = asks.iterator();
    var first = iterator.next();
    iterator.remove();
    return first;
  }

  /** Whether a read of everything is not at its end. */
  boolean walking() {
    return !walk.isEmpty() || walkUnderWay > 0;
  }

  /** Whether all that a watch told of was read. */
  boolean caughtUp() {
    return hints.isEmpty() && hintsUnderWay == 0;
  }

  /** Whether anything was sent and not answered yet. */
  boolean waiting() {
    return hintsUnderWay + walkUnderWay > 0;
  }
}
