package io.registrybridge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A catalog that goes on from the last one is like one that begins; {@code -Dseed=N} repeats one.
 */
class CatalogTest {

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itHoldsWhatIsListedInWhateverOrder(int seed) {
    var random = new Random(seed);
    var listed = new TreeMap<ServiceKey, Service>();
    var catalog = Catalog.empty();
    for (var step = 0; step < 20; step++) {
      somethingHappens(random, listed);
      var services = new ArrayList<>(listed.values());
      if (random.nextInt(3) == 0) {
        Collections.shuffle(services, random);
      }
      catalog = catalog.then(services, flaws(random, listed));

      assertThat(catalog.services()).isEqualTo(listed);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itIsTheSameObjectIfNothingChanged(int seed) {
    var random = new Random(seed);
    var listed = new TreeMap<ServiceKey, Service>();
    somethingHappens(random, listed);
    var flaws = flaws(random, listed);
    var catalog = Catalog.of(listed.values(), flaws);
    var copies = new ArrayList<Service>();
    listed.values().forEach(one -> copies.add(Service.of(one.key(), one.instances())));
    Collections.shuffle(copies, random);

    assertThat(catalog.then(copies, flaws)).isSameAs(catalog);
  }

  private static void somethingHappens(Random random, Map<ServiceKey, Service> listed) {
    for (var count = random.nextInt(120); count > 0; count--) {
      var key = new ServiceKey("shop", random.nextBoolean() ? "" : "dc1", "s" + random.nextInt(90));
      if (random.nextInt(3) == 0) {
        listed.remove(key);
      } else {
        var id = "i" + random.nextInt(3);
        var instance = Instance.of(id, "10.0.0.1", Map.of(), Status.UP, Map.of());
        listed.put(key, Service.of(key, List.of(instance)));
      }
    }
  }

  private static List<Flaw> flaws(Random random, Map<ServiceKey, Service> listed) {
    return listed.keySet().stream()
        .filter(key -> random.nextInt(10) == 0)
        .map(key -> new Flaw(key, "i", "no port"))
        .toList();
  }
}
