package io.registrybridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Reading.Complete;
import io.registrybridge.registry.Reading.Unavailable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every registry does, run against the real thing. */
@Timeout(120)
public abstract class RegistryContract {

  /** The registry's other side, where services run; empty at first. */
  public interface World {

    /** Puts an instance there, or in the place of the one that has this id. */
    void put(String service, String id, String address, int port, Status status);

    void remove(String service, String id);

    /** From now on it cannot be read. */
    void breakDown();

    /** It can be read again; what was there may be gone. */
    void heal();
  }

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
  void knowsNothingBeforeItIsRead() {
    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().lastAttempt()).isEmpty();
  }

  @Test
  void anEmptyRegistryIsReadInFull() {
    start();

    assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
    assertThat(registry.latest().reading().catalog().services()).isEmpty();
  }

  @Test
  void tellsWhatRunsThere() {
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
  void hintsAtAChangeAndKeepsWhatDidNotChange() {
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
  void anotherReadOfTheSameIsTheSameCatalog() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();
    var catalog = registry.latest().reading().catalog();

    registry.refresh();
    registry.refresh();

    assertThat(registry.latest().reading().catalog()).isSameAs(catalog);
  }

  @Test
  void whatIsRemovedIsGone() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    world.put("orders", "o2", "10.0.0.2", 8080, Status.UP);
    start();

    world.remove("orders", "o1");
    registry.refresh();

    assertThat(service("orders").instances())
        .extracting(Instance::address)
        .containsOnly("10.0.0.2");
  }

  @Test
  void aChangedStatusIsTold() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();

    world.put("orders", "o1", "10.0.0.1", 8080, Status.OUT);
    registry.refresh();

    assertThat(service("orders").instances()).extracting(Instance::status).containsOnly(Status.OUT);
  }

  @Test
  void anOutageIsNotAnEmptyRegistryAndEnds() {
    world.put("orders", "o1", "10.0.0.1", 8080, Status.UP);
    start();
    var before = hints.get();

    world.breakDown();

    await().until(() -> registry.latest().reading() instanceof Unavailable);
    assertThat(registry.latest().reading().reason()).isNotBlank();
    assertThat(registry.latest().lastSuccess()).isPresent();
    await().untilAsserted(() -> assertThat(hints).hasValueGreaterThan(before));

    world.heal();

    // Not always with the first read: a server in another life may not have heard of all yet.
    await()
        .untilAsserted(
            () -> {
              registry.refresh();
              assertThat(registry.latest().reading()).isInstanceOf(Complete.class);
            });
  }

  @Test
  void aRegistryThatIsDownAtStartIsUnavailable() {
    world.breakDown();
    start();

    assertThat(registry.latest().reading()).isInstanceOf(Unavailable.class);
    assertThat(registry.latest().lastSuccess()).isEmpty();
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
