package io.registrybridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.registrybridge.BridgeProcess;
import io.registrybridge.peer.Cable;
import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.ServiceEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

/**
 * Two bridges, a Eureka, a Consul and an API server, each in a process of its own. Instances come,
 * move, fail and go all along, and anything may happen to each process and to the bridges' lines.
 *
 * <p>{@code -Dchaos=20m} goes on for so long, and {@code -Dseed=7} does again what was done with
 * that seed: the deeds in their order, not the threads' timing.
 */
class ChaosIT {

  private static final Duration LENGTH =
      DurationStyle.detectAndParse(System.getProperty("chaos", "60s"));

  private static final long SEED = Optional.ofNullable(Long.getLong("seed")).orElse(1L);

  private static final String TOKEN = "let-it-go";
  private static final List<String> REGISTRIES = List.of("shop", "core");

  /** Of the guard, for a loss that nothing but a person's word ends. */
  private static final Pattern LOSS = Pattern.compile("guard: \\d+ of (?!.*believed at).*");

  private static final int STEPS = 150;
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /** After the last fault: what the configuration waits for, and ten seconds. */
  private static final Duration HEALED = LEASE.plus(SETTLE).plusSeconds(10);

  /** One of them has a name that a service of Eureka's would have. */
  private static final Set<String> FOREIGN =
      new TreeSet<>(Set.of("taken.shop.mesh", "others.example.com", "owned.shop.mesh"));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KubernetesPeer kubernetes = open(KubernetesPeer.start());
  private final KubernetesClient client = open(impatient());
  private final ConsulPeer consul = open(ConsulPeer.start());
  private final EurekaPeer eureka = open(EurekaPeer.startApart());
  private final Path folder = Peers.newFolder("chaos");
  private final Path token = write(TOKEN);
  private final Tally tally = new Tally(folder.resolve("diary.log"));
  private final Population population = new Population();
  private final Clients shop = open(new Clients("shop", population, new EurekaDesk(eureka)));
  private final Clients core = open(new Clients("core", population, new ConsulDesk(consul)));
  private final List<BridgeProcess> bridges = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    System.out.println(tally.table(SEED));
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  @Tag("fault")
  void nothingThatLivesIsLostAndAllIsRightAgainWhateverHappened() throws Exception {
    FOREIGN.forEach(name -> new ServiceEntries(client).all().resource(foreign(name)).create());
    population.put(new Seat("shop", "TAKEN", "taken"), new Life("10.255.0.1", true));
    List.of("first", "second").forEach(this::bridge);
    peers();
    var mayhem = open(new Mayhem(SEED, population, REGISTRIES, faults, tally));
    mayhem.populate();
    var witness = open(new Witness(client, population, FOREIGN, tally));
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(written(witness)).isEqualTo(desired()));

    var end = Instant.now().plus(LENGTH);
    do {
      round(mayhem);
      isRight(witness);
      assertThat(tally.violations()).isEmpty();
    } while (Instant.now().isBefore(end));
  }

  private static void round(Mayhem mayhem) throws Exception {
    for (var step = 0; step < STEPS; step++) {
      mayhem.step();
      // The pace of what happens: nothing is waited for.
      LockSupport.parkNanos(Duration.ofMillis(mayhem.pause()).toNanos());
    }
    mayhem.calm();
  }

  private void isRight(Witness witness) {
    // A fault is over when who was restarted is there, and has been told what lives.
    await()
        .ignoreExceptions()
        .until(
            () ->
                shop.allTold()
                    && core.allTold()
                    && bridges.stream().allMatch(one -> one.status("/readyz") == 200));
    var over = Instant.now();
    await()
        .atMost(HEALED)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              bridges.forEach(this::letGo);
              assertThat(written(witness)).isEqualTo(desired());
            });
    tally.healed(Duration.between(over, Instant.now()));
    witness.foreignIsUntouched();
  }

  /**
   * Who moves during an outage stands twice while that lasts, so that the end of it is a large loss
   * to a bridge that was started in between. An operator lets it go where the registry tells what
   * lives.
   */
  private void letGo(BridgeProcess bridge) {
    for (var registry : REGISTRIES) {
      var said = bridge.registry(registry);
      var reason = said.path("reason").asString("");
      var living = population.at(registry).values().stream().filter(Life::up).count();
      if (LOSS.matcher(reason).matches()
          && said.path("guard").path("level").path("endpoints").asLong() == living) {
        bridge.release(registry, TOKEN);
        tally.broke("an operator's release of " + registry);
      }
    }
  }

  private Map<String, Set<String>> desired() {
    var desired = new TreeMap<String, Set<String>>(population.hosts());
    desired.keySet().removeAll(FOREIGN);
    desired.values().removeIf(Set::isEmpty);
    return desired;
  }

  /** A service of which all is down keeps its entry, and one that never was up has none. */
  private Map<String, Set<String>> written(Witness witness) {
    var written = new TreeMap<String, Set<String>>(witness.written());
    var listed = population.hosts().keySet();
    written.entrySet().removeIf(one -> one.getValue().isEmpty() && listed.contains(one.getKey()));
    return written;
  }

  private void peers() {
    faults.add(
        new Fault("eureka", "killed, and empty afterwards", eureka::stop, this::emptyEureka));
    faults.add(new Fault("consul", "killed", consul::stop, () -> restarted(consul)));
    faults.add(
        new Fault("consul", "killed, and empty afterwards", consul::stop, this::emptyConsul));
    faults.add(new Fault("consul", "stopped and continued", consul::freeze, consul::thaw));
    faults.add(
        new Fault("API server", "killed", kubernetes::stopApiServer, kubernetes::startApiServer));
    faults.add(
        new Fault(
            "API server",
            "stopped and continued",
            kubernetes::freezeApiServer,
            kubernetes::thawApiServer));
  }

  private void emptyEureka() {
    shop.forgotten();
    eureka.restart();
  }

  private void emptyConsul() {
    consul.forget();
    restarted(consul);
  }

  /** Its checks may have forgotten what they were told; clients tell them again. */
  private void restarted(ConsulPeer consul) {
    core.forgotten();
    consul.restart();
  }

  private void bridge(String name) {
    var cable = open(kubernetes.cable());
    var bridge = open(new BridgeProcess(folder.resolve(name + ".log"), configuration(cable)));
    bridges.add(bridge);
    faults.add(new Fault(name + " bridge", "killed", bridge::kill, bridge::restart));
    faults.add(new Fault(name + " bridge", "stopped and continued", bridge::freeze, bridge::thaw));
    faults.add(new Fault(name + " line", "cut", () -> cable.cutAfter(0), cable::mend));
    faults.add(new Fault(name + " line", "silent", cable::fallSilent, cable::mend));
  }

  private List<String> configuration(Cable cable) {
    var sink = "bridge.sink.kubernetes.cluster.";
    return List.of(
        "bridge.owner=prod",
        "bridge.policy=sync",
        "bridge.admin.token-file=" + token,
        "bridge.mapping.empty-grace=0s",
        "bridge.guard.settle=" + SETTLE.toSeconds() + "s",
        "bridge.sync.interval=500ms",
        "bridge.registry.eureka.shop.urls=" + eureka.url(),
        "bridge.registry.eureka.shop.interval=200ms",
        "bridge.registry.eureka.shop.timeout=1s",
        "bridge.registry.consul.core.url=" + consul.url(),
        "bridge.registry.consul.core.datacenters=dc1",
        "bridge.registry.consul.core.timeout=2s",
        "bridge.registry.consul.core.longest-wait=2s",
        sink + "kubeconfig=" + kubernetes.kubeconfig(cable),
        sink + "timeout=2s",
        sink + "lease.duration=" + LEASE.toSeconds() + "s",
        sink + "lease.renew-deadline=5s",
        sink + "lease.retry=500ms");
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("token"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenericKubernetesResource foreign(String name) {
    var labels =
        name.startsWith("owned")
            ? Map.of(
                "app.kubernetes.io/managed-by", "istio-registry-bridge",
                "registrybridge.io/owner", "somebody")
            : Map.<String, String>of();
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("networking.istio.io/v1")
        .withKind("ServiceEntry")
        .withNewMetadata()
        .withName(name)
        .withNamespace("mesh")
        .withLabels(labels)
        .endMetadata()
        .addToAdditionalProperties(
            "spec",
            Map.of(
                "hosts", List.of(name),
                "location", "MESH_EXTERNAL",
                "resolution", "STATIC",
                "ports", List.of(Map.of("number", 80, "name", "http", "protocol", "HTTP")),
                "endpoints", List.of(Map.of("address", "192.0.2.1"))))
        .build();
  }

  /** A client that says at once when nobody answers. */
  private KubernetesClient impatient() {
    var config = Config.fromKubeconfig(kubernetes.kubeconfig().toFile());
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
