package io.registrybridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a seed is good for, and that a guard has no reason to trip by what instances do. */
class MayhemTest {

  private static final List<String> REGISTRIES = List.of("shop", "core");

  @TempDir private Path folder;

  /** What happened in the end: to peers, in order, and to instances. */
  private record Outcome(Map<String, List<String>> faults, Map<String, ?> hosts) {}

  @Test
  void theSameSeedDoesTheSame() throws Exception {
    var once = outcome(7);
    assertThat(outcome(7)).isEqualTo(once);
    assertThat(outcome(8)).isNotEqualTo(once);
    assertThat(once.faults().values()).allSatisfy(deeds -> assertThat(deeds).hasSizeGreaterThan(2));
  }

  @Test
  void whatIsBegunIsEndedBeforeAnythingElseIsDoneToThatOne() throws Exception {
    assertThat(outcome(9).faults().values())
        .allSatisfy(
            deeds -> {
              assertThat(deeds.size() % 2).isZero();
              for (var at = 0; at < deeds.size(); at += 2) {
                assertThat(deeds.get(at + 1)).isEqualTo("end of " + deeds.get(at));
              }
            });
  }

  private Outcome outcome(long seed) throws Exception {
    var faults = new ConcurrentSkipListMap<String, List<String>>();
    var population = new Population();
    var tally = new Tally(folder.resolve("diary.log"));
    try (var mayhem =
        new Mayhem(
            seed,
            population,
            REGISTRIES,
            List.of(
                fault(faults, "eureka", "killed"),
                fault(faults, "bridge", "killed"),
                fault(faults, "bridge", "stopped")),
            tally)) {
      mayhem.populate();
      for (var step = 0; step < 500; step++) {
        mayhem.step();
        mayhem.pause();
        REGISTRIES.forEach(registry -> guardHasNoReason(population, registry));
      }
      mayhem.calm();
    }
    return new Outcome(faults, population.hosts());
  }

  /** At most 44 were there, so 31 are more than a guard lets go. */
  private static void guardHasNoReason(Population population, String registry) {
    assertThat(population.at(registry).values().stream().filter(Life::up).count())
        .isBetween(31L, 44L);
  }

  private static Fault fault(Map<String, List<String>> deeds, String victim, String name) {
    var list = deeds.computeIfAbsent(victim, first -> new CopyOnWriteArrayList<>());
    return new Fault(victim, name, () -> list.add(name), () -> list.add("end of " + name));
  }
}
