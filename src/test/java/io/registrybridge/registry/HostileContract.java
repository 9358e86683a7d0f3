package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Reading.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What somebody with a grudge may register, in every kind of registry, beside a neighbour who means
 * well: the neighbour is read whole, nothing is so large that it takes all memory, and of what is
 * refused a person is told why.
 */
@Timeout(600)
public abstract class HostileContract {

  /** The neighbour's service and, of its instances, the one that means well. */
  protected static final String NEIGHBOUR = "orders";

  protected static final Instance WELL_BEHAVED =
      Instance.of(
          "o1", "10.0.0.1", Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of("tier", "v1"));

  private static final int MEGABYTE = 1 << 20;

  /** Names, numbers, ways, markup, commands, and what only looks like something else. */
  private static final List<String> TEXTS =
      List.of(
          " ",
          ".",
          "..",
          "-",
          "a/b",
          "../../etc/passwd",
          "..\\..\\boot.ini",
          "%2e%2e%2fetc",
          "/",
          "C:\\",
          "orders",
          "ORDERS",
          "оrders", // a Cyrillic o
          "orders\u200B",
          "ord\u00ADers",
          "ｏｒｄｅｒｓ", // full width
          "caf\u00e9",
          "cafe\u0301",
          "ſ\u212A\u0131\u0130",
          "\u0000",
          "a\u0000b",
          "\u0001\u001b[31mred\u007f",
          "\r\n2026-01-01 ERROR all is lost",
          "\u0085\u2028\u2029\ufeff",
          "\u202egnp.exe\u202c",
          "\u2066\u2067",
          "\ud83d",
          "\ude00\ud83d",
          "\uD835\uDCB3\ud83d\ude00",
          "\uffff\ufffe",
          "&a [*a, *a]",
          "*a",
          "!!javax.script.ScriptEngineManager []",
          "<<: *x",
          "---\n- a\n...",
          "a: b",
          "# a",
          "| a",
          "? a",
          "[",
          "{",
          "\"",
          "'",
          "${env:HOME}",
          "${jndi:ldap://127.0.0.1/a}",
          "#{1+1}",
          "{service}",
          "%s%n%d",
          "$1\\1",
          "<script>alert(1)</script>",
          "' OR 1=1 --",
          "`id`; $(id)",
          "kubernetes.default.svc.cluster.local",
          "x.svc",
          "localhost",
          "metadata.google.internal",
          "169.254.169.254",
          "unix:///var/run/docker.sock",
          "::ffff:127.0.0.1",
          "0x7f.1",
          "[fd00::1",
          "fe80::1%eth0",
          "true",
          "null",
          "~",
          "NaN",
          "1e999999999",
          "-0",
          "9".repeat(400),
          "istio.io/x",
          "from.registrybridge.io/shop",
          "registrybridge.io/owner",
          "__proto__",
          "@class",
          "a".repeat(64),
          "-".repeat(254),
          "é".repeat(5000),
          "x".repeat(100_000),
          "y".repeat(MEGABYTE));

  /**
   * Reads what a registry says that lists this.
   *
   * @param services instances by the names of their services
   */
  protected abstract Reading read(SortedMap<String, List<Instance>> services);

  /** Whether a registry of this kind can hold such a text at all; else it is left out. */
  protected boolean holds(String text) {
    return true;
  }

  /** Whether it can have such a text for the name of a service, or of a field. */
  protected boolean names(String text) {
    return true;
  }

  @Test
  @Tag("fault")
  protected void hostileNamesTouchNoNeighbour() {
    var services = neighbour();
    texts().stream()
        .filter(this::names)
        .forEach(text -> services.putIfAbsent(text, List.of(at(services.size(), "id"))));

    var reading = read(services);

    neighbourIsWhole(reading);
    services.forEach((name, instances) -> accountedFor(reading, name, instances.get(0)));
    flawsCanBeShown(reading);
  }

  @Test
  @Tag("fault")
  protected void hostileInstancesCostThemselvesAlone() {
    var services = neighbour();
    for (var text : texts()) {
      var number = services.size();
      var sound = at(number, "id");
      services.put("address-" + number, List.of(sound, addressed(text)));
      services.put("id-" + number, List.of(at(1000 + number, text)));
      if (names(text)) {
        services.put("key-" + number, List.of(at(2000 + number, "id", Map.of(text, "x"))));
      }
      services.put("value-" + number, List.of(at(3000 + number, "id", Map.of("tier", text))));
    }

    var reading = read(services);

    neighbourIsWhole(reading);
    services.forEach((name, instances) -> accountedFor(reading, name, instances.get(0)));
    assertThat(reading.catalog().services().keySet())
        .as("services of which one instance is sound")
        .filteredOn(key -> key.name().startsWith("address-"))
        .hasSize(texts().size());
    flawsCanBeShown(reading);
  }

  @Test
  @Tag("fault")
  protected void hostileInstancesOfTheNeighboursOwnServiceLeaveTheOthers() {
    var services = neighbour();
    var instances = new ArrayList<>(services.get(NEIGHBOUR));
    for (var text : texts()) {
      instances.add(addressed(text));
      instances.add(at(instances.size(), text, Map.of(names(text) ? text : "key", text)));
    }
    services.put(NEIGHBOUR, instances);

    var reading = read(services);

    assertThat(addresses(neighbour(reading))).contains("10.0.0.1");
    assertThat(reading.tellsWhatIsAbsent()).as(reading.reason()).isTrue();
    flawsCanBeShown(reading);
  }

  @Test
  @Tag("fault")
  protected void aCrowdOfInstancesOfOneServiceIsReadAndTheNeighbourIs() {
    var services = neighbour();
    services.put("crowd", IntStream.range(0, crowd()).mapToObj(HostileContract::one).toList());

    var reading = read(services);

    neighbourIsWhole(reading);
    var crowd = service(reading, "crowd");
    if (reading.hides(crowd.key())) {
      assertThat(reading.reason()).contains("crowd");
    } else {
      assertThat(crowd.instances()).hasSize(crowd());
    }
  }

  /** How many instances a service may well have. */
  protected int crowd() {
    return 100_000;
  }

  private static Instance one(int number) {
    return at(number, "i" + number);
  }

  /** The neighbour alone. */
  private static SortedMap<String, List<Instance>> neighbour() {
    return new TreeMap<>(Map.of(NEIGHBOUR, List.of(WELL_BEHAVED)));
  }

  private List<String> texts() {
    return TEXTS.stream().filter(this::holds).toList();
  }

  private static Instance addressed(String address) {
    return Instance.of("bad", address, Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of());
  }

  private static Instance at(int number, String id) {
    return at(number, id, Map.of("tier", "v1"));
  }

  /** At an address that no other number has. */
  private static Instance at(int number, String id, Map<String, String> metadata) {
    var address = "10.%d.%d.%d".formatted(1 + (number >> 16), number >> 8 & 255, number & 255);
    return Instance.of(id, address, Map.of(Instance.PRIMARY, 8080), Status.UP, metadata);
  }

  /** It is there with all that it has, and absence from it means something. */
  protected static void neighbourIsWhole(Reading reading) {
    assertThat(reading).as(reading.reason()).isNotInstanceOf(Unavailable.class);
    assertThat(reading.tellsWhatIsAbsent()).as(reading.reason()).isTrue();
    var service = neighbour(reading);
    assertThat(reading.hides(service.key())).as(reading.reason()).isFalse();
    assertThat(service.instances())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.address()).isEqualTo("10.0.0.1");
              assertThat(one.ports()).isEqualTo(WELL_BEHAVED.ports());
              assertThat(one.status()).isEqualTo(Status.UP);
              assertThat(one.metadata()).containsEntry("tier", "v1");
            });
  }

  protected static Service neighbour(Reading reading) {
    return service(reading, NEIGHBOUR);
  }

  private static Service service(Reading reading, String name) {
    return reading.catalog().services().values().stream()
        .filter(one -> one.key().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not there: " + reading.reason()));
  }

  private static List<String> addresses(Service service) {
    return service.instances().stream().map(Instance::address).toList();
  }

  /** It is there, or the reading says why not; of what has no name nobody could be told. */
  private static void accountedFor(Reading reading, String name, Instance instance) {
    var there =
        reading.catalog().services().values().stream()
            .anyMatch(one -> addresses(one).contains(instance.address()));
    var told =
        reading.catalog().flaws().stream()
            .anyMatch(flaw -> flaw.service().name().equals(name.strip()));
    var hidden = !reading.gaps().isEmpty() && !reading.reason().isBlank();
    assertThat(there || told || hidden || name.isBlank())
        .as("'%s' is neither there nor told of: %s", Flaw.brief(name), reading.reason())
        .isTrue();
  }

  /** At some length and without anything that moves a cursor. */
  private static void flawsCanBeShown(Reading reading) {
    assertThat(reading.catalog().flaws())
        .allSatisfy(
            flaw -> {
              assertThat(flaw.reason()).isNotBlank().hasSizeLessThan(600);
              assertThat(flaw.subject()).hasSizeLessThan(600);
              assertThat(flaw.reason() + flaw.subject())
                  .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
            });
  }
}
