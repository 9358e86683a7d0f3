package io.registrybridge.guard;

import java.time.Duration;

/**
 * How much of a registry may be lost before the loss has to be confirmed.
 *
 * @param maxShare of the mark, 0 to 1
 * @param maxCount a loss of no more than this many is never too much, unless nothing is left
 * @param window how long a level counts as the mark after it has fallen
 * @param settle how long a level has to be back within the limits until it is believed
 */
public record Limits(double maxShare, int maxCount, Duration window, Duration settle) {

  /** Whether too much is lost: more than the share and more than the count, or all there was. */
  boolean exceeded(Level mark, Level level) {
    return tooMuch(mark.endpoints(), level.endpoints())
        || tooMuch(mark.services(), level.services())
        || (mark.endpoints() > 0 && level.endpoints() == 0);
  }

  private boolean tooMuch(int mark, int level) {
    var loss = mark - level;
    return loss > maxCount && loss > maxShare * mark;
  }
}
