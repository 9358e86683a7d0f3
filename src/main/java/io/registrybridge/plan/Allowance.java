package io.registrybridge.plan;

/**
 * How much of what came from a registry the configuration may take away without another word.
 *
 * @param maxShare of the registry's services that stand, 0 to 1
 * @param maxCount this many services are never too much, unless nothing would be left
 */
public record Allowance(double maxShare, int maxCount) {

  /** Whether it is too much: more than the share and more than the count, or all there is. */
  boolean exceeded(int standing, int leaving) {
    return leaving > 0
        && (leaving >= standing || (leaving > maxCount && leaving > maxShare * standing));
  }
}
