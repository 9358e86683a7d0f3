package io.registrybridge.registry.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A view that went on from delta to delta is like one that begins; {@code -Dseed=N} repeats one.
 */
class ViewLawsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoReadDeltasSaysWhatOneSaysWhoReadsEverything(int seed) {
    var random = new Random(seed);
    var selection = selection(random);
    var listed = new TreeMap<String, SortedMap<String, Registration>>();
    var view = View.empty("shop", selection);
    for (var step = 0; step < 30; step++) {
      var delta = delta(random, listed);
      view = random.nextInt(5) == 0 ? view.replacedBy(all(listed)) : view.changedBy(delta);

      var fresh = View.empty("shop", selection).replacedBy(all(listed));
      assertThat(view.reading(NOW)).isEqualTo(fresh.reading(NOW));
      assertThat(view.hash()).isEqualTo(fresh.hash());
      assertThat(view.replacedBy(all(listed))).as("nothing changed").isSameAs(view);
    }
  }

  private static Selection selection(Random random) {
    var by = random.nextBoolean() ? EurekaSettings.By.APP : EurekaSettings.By.VIP_ADDRESS;
    return new Selection(by, random.nextInt(3) == 0 ? Set.of("a", "b") : Set.of());
  }

  private static Listing all(SortedMap<String, SortedMap<String, Registration>> listed) {
    var applications = new TreeMap<String, List<Registration>>();
    listed.forEach((name, its) -> applications.put(name, List.copyOf(its.values())));
    return new Listing(1, "", applications);
  }

  /** What happens to a few registrations, as news and in what is listed. */
  private static Listing delta(
      Random random, SortedMap<String, SortedMap<String, Registration>> listed) {
    var news = new TreeMap<String, List<Registration>>();
    for (var count = random.nextInt(4); count > 0; count--) {
      var name = pick(random, List.of("ORDERS", "STOCK", "PAY", "LEGACY", ""));
      var registration = registration(random);
      news.computeIfAbsent(name, first -> new ArrayList<>()).add(registration);
      var its = listed.computeIfAbsent(name, first -> new TreeMap<>());
      if (registration.deleted()) {
        its.remove(registration.id());
      } else {
        its.put(registration.id(), registration);
      }
    }
    listed.values().removeIf(its -> its.isEmpty());
    return new Listing(1, "", news);
  }

  private static Registration registration(Random random) {
    var id = "i" + random.nextInt(4);
    var readable = random.nextInt(4) > 0;
    var address = "10.0.0." + random.nextInt(3);
    var instance = Instance.of(id, address, Map.of("primary", 80), Status.UP, Map.of());
    return new Registration(
        id,
        random.nextInt(3) == 0,
        pick(random, List.of("UP", "UP", "DOWN", "STARTING")),
        random.nextInt(8) == 0 ? Belonging.UNREADABLE : belonging(random),
        readable ? Optional.of(instance) : Optional.empty(),
        readable ? "" : "it has no address");
  }

  private static Belonging belonging(Random random) {
    var vips = new TreeSet<String>();
    for (var count = random.nextInt(3); count > 0; count--) {
      vips.add(pick(random, List.of("orders", "api", "stock")));
    }
    return new Belonging(Optional.of(pick(random, List.of("a", "b", "c", ""))), Optional.of(vips));
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
