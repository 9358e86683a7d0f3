package io.registrybridge.plan;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.registrybridge.mesh.Endpoint;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * By what weights are multiplied so that those of what is listed fit those of what is held.
 *
 * <p>A weight means something only beside its siblings', and the same proportions get other numbers
 * when one of them comes or goes: 100, 100 and 1 are 1 and 1 without the last one, and what is held
 * of it would have a third of the traffic.
 */
record Scales(long listed, double held) {

  private static final Scales AS_THEY_ARE = new Scales(1, 1);

  /** No more than the mapping gives. */
  private static final long MOST = 10_000;

  /**
   * The scales, by those endpoints that are listed and stand. Planned again, after what is written
   * by them stands, they change nothing: then all of these agree.
   *
   * @param held those that stand and are not listed
   */
  static Scales of(
      Map<Endpoint.Place, Endpoint> listed,
      Collection<Endpoint> standing,
      Collection<Endpoint> held) {
    if (held.isEmpty()) {
      return AS_THEY_ARE;
    }
    var votes =
        standing.stream()
            .filter(one -> one.weight() > 0) // somebody may have edited it
            .flatMap(
                one ->
                    Stream.ofNullable(listed.get(one.place()))
                        .map(twin -> Ratio.of(one.weight(), twin.weight())))
            .collect(groupingBy(ratio -> ratio, counting()));
    return votes.entrySet().stream()
        .max(Map.Entry.<Ratio, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(most -> of(most.getKey(), heaviest(listed.values()), heaviest(held)))
        .orElse(AS_THEY_ARE);
  }

  /** Where the exact proportions take larger numbers than there may be, the nearest ones. */
  private static Scales of(Ratio ratio, long heaviestListed, long heaviestHeld) {
    var room =
        Math.min(MOST / heaviestListed, MOST * ratio.standing() / (heaviestHeld * ratio.listed()));
    var listed = Math.max(1, Math.min(ratio.standing(), room));
    return new Scales(listed, (double) listed * ratio.listed() / ratio.standing());
  }

  private static int heaviest(Collection<Endpoint> endpoints) {
    return Math.max(1, endpoints.stream().mapToInt(Endpoint::weight).max().orElse(1));
  }

  Endpoint listed(Endpoint endpoint) {
    return weighing(endpoint, (int) (endpoint.weight() * listed));
  }

  Endpoint held(Endpoint endpoint) {
    var weight = Math.rint(endpoint.weight() * held);
    return weighing(endpoint, (int) Math.max(1, Math.min(MOST, weight)));
  }

  private static Endpoint weighing(Endpoint endpoint, int weight) {
    return weight == endpoint.weight()
        ? endpoint
        : new Endpoint(
            endpoint.address(),
            endpoint.ports(),
            endpoint.labels(),
            weight,
            endpoint.locality(),
            endpoint.network(),
            endpoint.serviceAccount());
  }

  /**
   * What an endpoint weighs where it stands, to what it weighs where it is listed, in lowest terms.
   *
   * <p>Endpoints differ in it where one got another weight meanwhile. That is seldom most of them,
   * so what most have is the scale. Of as many the larger one is taken: it gives less to what is
   * held, which may be dead.
   */
  private record Ratio(int standing, int listed) implements Comparable<Ratio> {

    static Ratio of(int standing, int listed) {
      var divisor = divisor(standing, listed);
      return new Ratio(standing / divisor, listed / divisor);
    }

    private static int divisor(int one, int other) {
      return other == 0 ? one : divisor(other, one % other);
    }

    @Override
    public int compareTo(Ratio other) {
      return Long.compare((long) standing * other.listed, (long) other.standing * listed);
    }
  }
}
