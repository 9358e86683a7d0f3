package io.registrybridge;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.ManifestReader;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Parts;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.file.FileSinkSettings;
import io.registrybridge.sink.file.FileSinks;
import io.registrybridge.sink.kubernetes.DryRuns;
import io.registrybridge.sink.mcp.McpSettings;
import io.registrybridge.sink.mcp.McpSinks;
import io.registrybridge.sink.mcp.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever registries say, and however it is to be mapped, the real API server and the real istiod
 * take it as it is; {@code -Dseed=N} repeats one.
 */
@ExtendWith(KubernetesPeer.Extension.class)
class AcceptanceIT {

  private static final long CONTENTS = 5_000;

  /** Of services that istiod is told of at once. */
  private static final int SET = 1_000;

  private static final int AT_ONCE = 8;

  private static List<Nasty> all = List.of();

  private final KubernetesPeer kubernetes;
  private final int port = Peers.freePort();

  @TempDir private Path folder;

  AcceptanceIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** Of one seed. */
  private record Nasty(long seed, MeshService service) {

    String told(String trouble) {
      return "-Dseed=%d: %s: %s".formatted(seed, service.id(), trouble);
    }
  }

  @BeforeAll
  static void map() {
    all =
        NastyCatalogs.seeds(CONTENTS)
            .parallel()
            .boxed()
            .flatMap(
                seed -> NastyCatalogs.of(seed).services().stream().map(one -> new Nasty(seed, one)))
            .toList();
  }

  @Test
  @Tag("fault")
  void theApiServerTakesEverythingAsItIs() throws Exception {
    try (var client = kubernetes.client()) {
      var team = new NamespaceBuilder().withNewMetadata().withName("team").endMetadata().build();
      client.namespaces().resource(team).serverSideApply();
    }
    var threads = new ForkJoinPool(AT_ONCE);
    try (var server = new DryRuns(kubernetes)) {
      var troubles =
          threads.submit(
              () ->
                  all.parallelStream()
                      .flatMap(
                          one ->
                              Parts.all(one.service())
                                  .flatMap(part -> server.trouble(part).stream())
                                  .map(one::told))
                      .toList());
      assertThat(troubles.get()).isEmpty();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  @Tag("fault")
  void istiodTakesEverythingAsItIs() throws IOException {
    Peers.require("pilot-discovery");
    kubernetes.forgetServiceEntries();
    var streams = new Streams(Clock.systemUTC());
    var server = serving(streams);
    try (var sink = sink(streams);
        var istiod = IstiodPeer.reading(kubernetes, port)) {
      sink.start(() -> {});
      sink.heard();
      tell(sink, List.of());
      istiod.start();
      var left = all;
      while (!left.isEmpty()) {
        var set = left.subList(0, Math.min(SET, left.size()));
        tell(sink, set);
        expect(istiod, set);
        left = left.subList(set.size(), left.size());
      }
    } finally {
      server.shutdownNow();
    }
  }

  private Server serving(Streams streams) throws IOException {
    return NettyServerBuilder.forPort(port)
        .addService(streams)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .build()
        .start();
  }

  private Sink sink(Streams streams) {
    var memory = FileSinks.of("istiod", new FileSinkSettings(folder, List.of()), "prod");
    var settings =
        new McpSettings(
            Optional.of(folder),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            McpSettings.ClientCertificates.NONE,
            List.of());
    return McpSinks.of("istiod", settings, memory, streams, Clock.systemUTC());
  }

  /** These, and no others. */
  private static void tell(Sink sink, List<Nasty> set) {
    assertThat(sink.current()).isInstanceOf(Current.Known.class);
    var standing = ((Current.Known) sink.current()).actual().resources().values().stream();
    var changes =
        Stream.concat(
            standing.map(Change.Delete::new),
            set.stream().map(one -> new Change.Create(one.service())));
    assertThat(sink.apply(Plan.of(changes.map(Change.class::cast).toList())))
        .filteredOn(outcome -> !(outcome instanceof Outcome.Applied))
        .extracting(Outcome::reason)
        .isEmpty();
  }

  private static void expect(IstiodPeer istiod, List<Nasty> set) {
    var wanted = new HashMap<ResourceId, Nasty>();
    set.forEach(one -> wanted.put(one.service().id(), one));
    await()
        .untilAsserted(
            () -> {
              var taken = taken(istiod);
              var troubles = new ArrayList<String>();
              wanted.forEach(
                  (id, one) -> {
                    if (!one.service().equals(taken.get(id))) {
                      troubles.add(one.told("istiod has " + taken.get(id)));
                    }
                  });
              assertThat(troubles).isEmpty();
              assertThat(taken.keySet()).isSubsetOf(wanted.keySet());
            });
  }

  private static Map<ResourceId, MeshService> taken(IstiodPeer istiod) {
    var workloads =
        istiod.workloadEntries().stream()
            .map(AcceptanceIT::read)
            .collect(groupingBy(one -> Parts.of(one).orElseThrow()));
    return istiod.serviceEntries().stream()
        .map(AcceptanceIT::read)
        .map(one -> Parts.whole(one, workloads.getOrDefault(one.id(), List.of()), ""))
        .flatMap(one -> one.service().stream())
        .collect(toMap(MeshService::id, one -> one));
  }

  /** Istiod shows nothing that has its default value. */
  private static Standing read(JsonNode entry) {
    var manifest = map(entry);
    var spec = map(entry.path("spec"));
    spec.putIfAbsent("location", Location.MESH_EXTERNAL.name());
    manifest.put("spec", spec);
    return ManifestReader.read(manifest, "");
  }

  private static Map<String, Object> map(JsonNode tree) {
    return JsonMapper.shared().convertValue(tree, new TypeReference<>() {});
  }
}
