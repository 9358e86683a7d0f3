package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.peer.Cable;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every registry does, run against the real thing.
 *
 * <p>A kind that cannot do what a test asks for overrides it without {@code @Test}, and says why.
 */
@Timeout(600)
public abstract class RegistryContract {

  /** The registry's other side, where services run; empty at first. */
  public interface World {

    /** Puts an instance there, or in the place of the one that has this id. */
    void put(String service, Instance instance);

    default void put(String service, String id, String address, int port, Status status) {
      put(service, Instance.of(id, address, Map.of(Instance.PRIMARY, port), status, Map.of()));
    }

    /** Puts something there that no instance can be made of. */
    default void putMalformed(String service, String id) {
      throw new UnsupportedOperationException("put something malformed");
    }

    void remove(String service, String id);

    /** From now on it cannot be read. */
    void breakDown();

    /** It can be read again; what was there may be gone. */
    void heal();

    /** It can be read again, and nothing is there any more. */
    default void healEmpty() {
      throw new UnsupportedOperationException("come back empty");
    }

    /** From now on it does not accept what the bridge says of itself. */
    default void refuseLogin() {
      throw new UnsupportedOperationException("refuse a login");
    }

    default void acceptLogin() {
      throw new UnsupportedOperationException("accept a login");
    }

    /** What lies between the registry and who reads it. */
    default Cable cable() {
      throw new UnsupportedOperationException("be reached over a cable");
    }
  }

  /** Legal in every registry, and no DNS label. */
  private static final String STRANGE_NAME = "Orders_V1.beta";

  private final AtomicInteger hints = new AtomicInteger();

  /** Both are new, or as good as new, for each test. */
  protected abstract World world();

  /** A registry over the {@link #world()}, not started. */
  protected abstract Registry open();

  private Registry registry;
  private World world;

  @BeforeEach
  void openTheRegistry() {
    world = world();
    registry = open();
  }

  @AfterEach
  void closeTheRegistry() {
    registry.close();
  }

  @Test
  protected void knowsNothingBeforeItIsRead() {
    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().lastAttempt()).isEmpty();
  }

  @Test
  protected void anEmptyRegistryIsReadInFull() {
    start();

    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(registry.latest().reading().catalog().services()).isEmpty();
  }

  @Test
  protected void tellsWhatRunsThere() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("orders", "o2", "10.0.0.2", 8081, Status.OUT);
    world.put("orders", "o3", "10.0.0.3", 8082, Status.FAILED);
    world.put("users", "u1", "10.0.1.1", 8080, Status.UP);
    start();

    assertThat(registry.latest().reading().catalog().services()).hasSize(2);
    assertThat(service("orders").instances())
        .extracting(Instance::address, one -> one.ports().get(Instance.PRIMARY), Instance::status)
        .containsExactlyInAnyOrder(
            tuple("10.0.0.1", 8080, Status.UP),
            tuple("10.0.0.2", 8081, Status.OUT),
            tuple("10.0.0.3", 8082, Status.FAILED));
  }

  @Test
  protected void hintsAtAChangeAndKeepsWhatDidNotChange() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("users", "u1", "10.0.1.1", 8080, Status.UP);
    start();
    var users = service("users");
    var before = hints.get();

    world.put("orders", "o2", "10.0.0.2", 8080, Status.UP);

    await().until(() -> service("orders").instances().size() == 2);
    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));
    assertThat(service("users")).isSameAs(users);
  }

  @Test
  protected void anotherReadOfTheSameIsTheSameCatalog() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();
    var catalog = registry.latest().reading().catalog();

    registry.refresh();
    registry.refresh();

    assertThat(registry.latest().reading().catalog()).isSameAs(catalog);
  }

  @Test
  protected void whatIsRemovedIsGone() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("orders", "o2", "10.0.0.2", 8080, Status.UP);
    start();

    world.remove("orders", "o1");
    untilRefreshed(
        () ->
            assertThat(service("orders").instances())
                .extracting(Instance::address)
                .containsOnly("10.0.0.2"));
  }

  @Test
  protected void aChangedStatusIsTold() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();

    world.put("orders", "o1", "10.0.0.1", 8080, Status.OUT);
    untilRefreshed(
        () ->
            assertThat(service("orders").instances())
                .extracting(Instance::status)
                .containsOnly(Status.OUT));
  }

  @Test
  @Tag("fault")
  protected void anOutageIsNotAnEmptyRegistryAndEnds() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();
    var before = hints.get();

    world.breakDown();

    await().until(() -> registry.latest().reading() instanceof Unavailable);
    assertThat(registry.latest().reading().reason()).isNotBlank();
    assertThat(registry.latest().lastSuccess()).isPresent();
    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));

    world.heal();

    untilRefreshed(() -> assertThat(registry.latest().reading()).isInstanceOf(Complete.class));
  }

  @Test
  @Tag("fault")
  protected void aRegistryThatIsDownAtStartIsUnavailable() {
    world.breakDown();
    start();

    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().lastSuccess()).isEmpty();
  }

  @Test
  protected void aSecurePortIsAPortOfItsOwn() {
    var ports = Map.of(Instance.PRIMARY, 8080, Instance.SECURE, 8443);
    world.put("orders", Instance.of("o1", "10.0.0.1", ports, Status.UP, Map.of()));
    start();

    assertThat(service("orders").instances())
        .singleElement()
        .satisfies(one -> assertThat(one.ports()).containsExactlyInAnyOrderEntriesOf(ports));
  }

  @Test
  @Tag("fault")
  protected void anIpv6AddressIsToldWithoutBrackets() {
    world.put("orders", "o1", "fd00::1", 8080, Status.UP);
    start();

    assertThat(service("orders").instances())
        .extracting(Instance::address)
        .containsExactly("fd00::1");
  }

  @Test
  protected void aNameThatIstioWouldRefuseIsToldAsItIs() {
    world.put(STRANGE_NAME, "o1", "10.0.0.1", 8080, Status.UP);
    start();

    assertThat(registry.latest().reading().catalog().services().keySet())
        .extracting(key -> key.name().toLowerCase(Locale.ROOT))
        .containsExactly(STRANGE_NAME.toLowerCase(Locale.ROOT));
  }

  @Test
  protected void metadataIsToldAndItsChangesAre() {
    world.put("orders", versioned("v1"));
    start();
    assertThat(service("orders").instances())
        .extracting(RegistryContract::version)
        .containsExactly("v1");

    world.put("orders", versioned("v2"));
    untilRefreshed(
        () ->
            assertThat(service("orders").instances())
                .extracting(RegistryContract::version)
                .containsExactly("v2"));
  }

  private static String version(Instance instance) {
    return instance.metadata().getOrDefault("version", "");
  }

  private static Instance versioned(String version) {
    var ports = Map.of(Instance.PRIMARY, 8080);
    return Instance.of("o1", "10.0.0.1", ports, Status.UP, Map.of("version", version));
  }

  @Test
  @Tag("fault")
  protected void whatIsMalformedCostsItselfAlone() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("users", "u1", "10.0.1.1", 8080, Status.UP);
    world.putMalformed("orders", "o2");
    start();

    var reading = registry.latest().reading();
    assertThat(reading.tellsWhatIsAbsent()).isTrue();
    assertThat(service("orders").instances()).extracting(Instance::address).contains("10.0.0.1");
    assertThat(service("users").instances()).hasSize(1);
    assertThat(reading.catalog().flaws()).extracting(Flaw::reason).isNotEmpty();
  }

  @Test
  protected void whatComesBackEmptyIsEmptyAfterASilence() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();
    world.breakDown();
    await().until(() -> registry.latest().reading() instanceof Unavailable);
    var broken = registry.latest().lastAttempt();

    world.healEmpty();

    untilItTellsWhatIsAbsent();
    assertThat(service("orders").instances()).isEmpty();
    // By which the guard knows that it may not believe it at once.
    assertThat(registry.latest().lastSilence())
        .isPresent()
        .get()
        .matches(at -> !at.isBefore(broken.orElseThrow()));
  }

  @Test
  protected void aRefusedLoginIsNotAnEmptyRegistryAndCanBeMended() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.refuseLogin();
    start();

    assertThat(registry.latest().reading().tellsWhatIsAbsent()).isFalse();
    assertThat(registry.latest().reading().reason()).isNotBlank();

    world.acceptLogin();

    untilItTellsWhatIsAbsent();
    assertThat(service("orders").instances()).hasSize(1);
  }

  @Test
  @Tag("fault")
  protected void aSilentLineIsNotAnEmptyRegistry() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();

    world.cable().fallSilent();
    registry.refresh();

    await().until(() -> !registry.latest().reading().tellsWhatIsAbsent());
    assertThat(registry.latest().reading().reason()).isNotBlank();

    world.cable().mend();

    untilItTellsWhatIsAbsent();
    assertThat(service("orders").instances()).hasSize(1);
  }

  @Test
  @Tag("fault")
  protected void anAnswerThatIsCutIsNotAShortOne() {
    for (var i = 1; i <= 50; i++) {
      world.put("orders", "o" + i, "10.0.0." + i, 8080, Status.UP);
    }
    start();
    assertThat(service("orders").instances()).hasSize(50);

    world.cable().cutAfter(1500);
    registry.refresh();

    await().until(() -> !registry.latest().reading().tellsWhatIsAbsent());

    world.cable().mend();

    untilItTellsWhatIsAbsent();
    assertThat(service("orders").instances()).hasSize(50);
  }

  @Test
  @Tag("fault")
  protected void whatChangedWhileTheWatchWasLostIsSeenAfterwards() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("users", "u1", "10.0.1.1", 8080, Status.UP);
    start();

    world.cable().cutAfter(0);
    world.remove("orders", "o1");
    world.put("orders", "o2", "10.0.0.2", 8080, Status.UP);
    world.put("stock", "s1", "10.0.2.1", 8080, Status.UP);
    world.cable().mend();

    await().until(() -> !service("stock").instances().isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(service("orders").instances())
                    .extracting(Instance::address)
                    .containsExactly("10.0.0.2"));
    assertThat(service("users").instances()).hasSize(1);
  }

  private void untilItTellsWhatIsAbsent() {
    untilRefreshed(() -> assertThat(registry.latest().reading().tellsWhatIsAbsent()).isTrue());
  }

  /**
   * Not always with the first read: a server in another life may not have heard of all yet, and
   * Eureka's may have begun its answer before the last change.
   */
  private void untilRefreshed(ThrowingRunnable assertion) {
    await()
        .untilAsserted(
            () -> {
              registry.refresh();
              assertion.run();
            });
  }

  private void start() {
    registry.start(hints::incrementAndGet);
    registry.refresh();
  }

  /** By its name in any case: some registries have but one. */
  private Service service(String name) {
    return registry.latest().reading().catalog().services().values().stream()
        .filter(service -> service.key().name().equalsIgnoreCase(name))
        .findFirst()
        .orElseGet(() -> Service.of(new ServiceKey("", "", name), List.of()));
  }
}
