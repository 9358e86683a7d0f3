package io.registrybridge.mapping;

import java.util.List;

/** Turns weights of any size into Istio's whole numbers of 1 or more, keeping their proportions. */
final class Weights {

  /** Sums per locality must fit 32 bits; this leaves room for 400,000 endpoints. */
  private static final double MOST = 10_000;

  private Weights() {}

  static List<Integer> whole(List<Double> weights) {
    var scale = scale(weights);
    var scaled = weights.stream().map(weight -> whole(weight * scale)).toList();
    var divisor = scaled.stream().reduce(0, Weights::divisor);
    return scaled.stream().map(weight -> weight / Math.max(1, divisor)).toList();
  }

  private static double scale(List<Double> weights) {
    var highest = weights.stream().mapToDouble(Weights::bounded).max().orElse(1);
    var fractional = weights.stream().anyMatch(weight -> bounded(weight) % 1 != 0);
    return Math.min(fractional ? 100 : 1, MOST / highest);
  }

  private static double bounded(double weight) {
    return Double.isFinite(weight) ? weight : 1;
  }

  private static int whole(double weight) {
    return (int) Math.max(1, Math.min(MOST, Math.rint(weight)));
  }

  private static int divisor(int one, int other) {
    return other == 0 ? one : divisor(other, one % other);
  }
}
