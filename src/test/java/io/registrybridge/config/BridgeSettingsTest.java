package io.registrybridge.config;

import static io.registrybridge.registry.consul.ConsulSettings.Admitted.CRITICAL;
import static io.registrybridge.registry.consul.ConsulSettings.Admitted.PASSING;
import static io.registrybridge.registry.consul.ConsulSettings.Admitted.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mapping.AddressPool;
import io.registrybridge.mapping.Addresses;
import io.registrybridge.mapping.Draining;
import io.registrybridge.mapping.Forms;
import io.registrybridge.mapping.HostPattern;
import io.registrybridge.mapping.MetadataFilter;
import io.registrybridge.mapping.Names;
import io.registrybridge.mapping.Protocol;
import io.registrybridge.mapping.Settable;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.plan.Policy;
import io.registrybridge.registry.eureka.EurekaSettings;
import io.registrybridge.sink.mcp.McpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

class BridgeSettingsTest {

  private static final String LEAST =
      """
      bridge:
        owner: prod-eu
        policy: upsert-only
        registry: {eureka: {shop: {urls: ["http://eureka:8761/eureka"]}}}
        sink: {kubernetes: {cluster: {}}}
      """;

  @Test
  void hasDefaultsForAllButOwnerAndPolicyAndUrls() {
    var settings = Yaml.of(LEAST).settings();

    var properties = settings.properties();
    assertThat(properties.owner()).isEqualTo("prod-eu");
    assertThat(properties.policy()).isEqualTo(Policy.UPSERT_ONLY);
    assertThat(properties.retired()).isEmpty();
    assertThat(properties.dryRun()).isFalse();
    assertThat(properties.admin().tokenFile()).isEmpty();
    assertThat(properties.sync())
        .isEqualTo(
            new BridgeProperties.Sync(
                Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(1)));
    assertThat(properties.guard())
        .isEqualTo(
            new BridgeProperties.Guard(0.3, 10, Duration.ofMinutes(10), Duration.ofSeconds(90)));
    assertThat(settings.emptyGrace()).containsExactly(Map.entry("shop", Duration.ofMinutes(10)));
    assertThat(at(properties.sink().kubernetes(), "cluster").concurrency()).isEqualTo(8);
  }

  @Test
  void mapsByTheContractUnlessToldOtherwise() {
    var rules = at(Yaml.of(LEAST).settings().mapping(), "shop");

    assertThat(rules.namespace()).isEqualTo("mesh");
    assertThat(rules.host()).isEqualTo(HostPattern.parse("{service}.{registry}.mesh"));
    assertThat(rules.hosts()).isEmpty();
    assertThat(rules.names()).isEqualTo(Names.of(List.of("*"), List.of()));
    assertThat(rules.location()).isEqualTo(Location.MESH_INTERNAL);
    assertThat(rules.exportTo()).isEmpty();
    assertThat(rules.resolution()).isEqualTo(Resolution.STATIC);
    assertThat(rules.protocol()).isEqualTo(Protocol.HTTP);
    assertThat(rules.ports()).isEqualTo(Map.of("primary", 80, "secure", 443));
    assertThat(rules.instancePorts()).isFalse();
    assertThat(rules.labels()).isEqualTo(Map.of("version", "version"));
    assertThat(rules.locality()).isEqualTo("{zone}");
    assertThat(rules.network()).isEmpty();
    assertThat(rules.serviceAccount()).isEmpty();
    assertThat(rules.draining()).isEqualTo(Draining.OMIT);
    assertThat(rules.overrides()).isEmpty();
    assertThat(rules.forms()).isEqualTo(Forms.INLINE);
    assertThat(rules.addresses()).isEqualTo(Addresses.of(List.of(), Addresses.DENIED_BY_DEFAULT));
    assertThat(rules.vips()).isEmpty();
  }

  @Test
  void takesEachKeyOfAMappingFromTheRegistryThenFromAllThenFromTheDefaults() {
    var rules =
        Yaml.of(
                """
                bridge:
                  mapping:
                    namespace: everywhere
                    protocol: grpc
                    labels: [version, app.version=release]
                    ports: {primary: 8080, admin: 9000}
                    hosts: {MY_APP: my-app.mesh, BOTH: common.mesh}
                    network: net1
                    empty-grace: 1h
                    workload-entries: true
                    workload-entries-for: {MY_APP: false}
                  registry:
                    eureka:
                      shop:
                        mapping:
                          protocol: http2
                          labels: [zone]
                          ports: {admin: 9001}
                          hosts: {BOTH: own.mesh, "com.acme:api": api.mesh}
                          export-to: [., prod]
                          network: ""
                          include-metadata: ["mesh=true"]
                          exclude-metadata: [canary]
                          overrides: [weight, locality, namespace]
                          empty-grace: 0s
                          workload-entries: false
                          workload-entries-for: {"com.acme:api": true}
                      rest: {urls: [http://e], mapping: {namespace: elsewhere}}
                """,
                LEAST)
            .settings();

    var shop = at(rules.mapping(), "shop");
    assertThat(shop.namespace()).isEqualTo("everywhere");
    assertThat(shop.protocol()).isEqualTo(Protocol.HTTP2);
    assertThat(shop.labels()).isEqualTo(Map.of("zone", "zone"));
    assertThat(shop.ports()).isEqualTo(Map.of("primary", 8080, "secure", 443, "admin", 9001));
    assertThat(shop.hosts())
        .isEqualTo(Map.of("MY_APP", "my-app.mesh", "BOTH", "own.mesh", "com.acme:api", "api.mesh"));
    assertThat(shop.exportTo()).containsExactly(".", "prod");
    assertThat(shop.forms())
        .isEqualTo(new Forms(false, Map.of("MY_APP", false, "com.acme:api", true)));
    assertThat(at(rules.mapping(), "rest").forms())
        .isEqualTo(new Forms(true, Map.of("MY_APP", false)));
    assertThat(shop.network()).isEmpty();
    assertThat(shop.overrides())
        .isEqualTo(Set.of(Settable.LOCALITY, Settable.WEIGHT, Settable.NAMESPACE));
    assertThat(shop.metadata())
        .isEqualTo(MetadataFilter.of(List.of("mesh=true"), List.of("canary")));
    assertThat(shop.namespaces()).containsExactlyInAnyOrder("everywhere", "elsewhere");
    var rest = at(rules.mapping(), "rest");
    assertThat(rest.network()).isEqualTo("net1");
    assertThat(rest.namespaces()).as("its metadata may not choose one").isEmpty();
    assertThat(rest.labels()).isEqualTo(Map.of("version", "version", "app.version", "release"));
    assertThat(rules.emptyGrace())
        .isEqualTo(Map.of("shop", Duration.ZERO, "rest", Duration.ofHours(1)));
  }

  @Test
  void keepsARegistryOfWhichOnlyTheMappingIsWritten() {
    var yaml =
        Yaml.of("bridge: {sink: {kubernetes: {other: {context: prod}, cluster: {}}}}", LEAST)
            .with(Map.of("bridge.registry.eureka.shop.mapping.network", "net2"));

    var settings = yaml.settings();

    assertThat(at(settings.mapping(), "shop").network()).isEqualTo("net2");
    assertThat(settings.properties().sink().kubernetes()).containsOnlyKeys("cluster", "other");
  }

  @Test
  void readsVariablesOfTheEnvironment() {
    var yaml =
        Yaml.of(LEAST, "bridge: {registry: {eureka: {my-shop: {urls: [http://e], timeout: 1s}}}}")
            .withVariables(
                Map.of(
                    "BRIDGE_OWNER", "from-env",
                    "BRIDGE_DRY_RUN", "true",
                    "BRIDGE_SYNC_QUIETPERIOD", "7ms",
                    "BRIDGE_SYNC_LONGEST_WAIT", "8s",
                    "BRIDGE_REGISTRY_EUREKA_OTHER_URLS_0", "http://other:8761/eureka",
                    "BRIDGE_REGISTRY_EUREKA_MY_SHOP_FULL_READ", "9m",
                    "BRIDGE_REGISTRY_EUREKA_MYSHOP_TIMEOUT", "3s",
                    "BRIDGE_MAPPING_PORTS_ADMIN", "9000",
                    "BRIDGE_RETIRED", "old,older"));

    var settings = yaml.settings();

    var properties = settings.properties();
    assertThat(properties.owner()).isEqualTo("from-env");
    assertThat(properties.dryRun()).isTrue();
    assertThat(properties.sync().quietPeriod()).isEqualTo(Duration.ofMillis(7));
    assertThat(properties.sync().longestWait()).isEqualTo(Duration.ofSeconds(8));
    assertThat(properties.retired()).containsExactly("old", "older");
    var eureka = properties.registry().eureka();
    assertThat(eureka).containsOnlyKeys("shop", "my-shop", "other");
    assertThat(at(eureka, "other").urls()).containsExactly("http://other:8761/eureka");
    assertThat(at(eureka, "my-shop").fullRead()).isEqualTo(Duration.ofMinutes(9));
    assertThat(at(eureka, "my-shop").timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(at(settings.mapping(), "other").ports()).containsEntry("admin", 9000);
  }

  @Test
  void leavesTheServiceLinksOfKubernetesAlone() {
    var yaml =
        Yaml.of(LEAST)
            .withVariables(
                Map.of(
                    "BRIDGE_SERVICE_HOST", "10.96.0.7",
                    "BRIDGE_SERVICE_PORT_HTTP", "80",
                    "BRIDGE_PORT", "tcp://10.96.0.7:80",
                    "BRIDGE_PORT_80_TCP_ADDR", "10.96.0.7",
                    "BRIDGE_CONSOLE_PORT_80_TCP", "tcp://10.96.0.7:80"));

    assertThat(yaml.settings().properties().owner()).isEqualTo("prod-eu");
  }

  @Test
  void resolvesPlaceholders() {
    var yaml = Yaml.of("bridge: {owner: '${TEAM}-eu'}\nTEAM: shop", LEAST);

    assertThat(yaml.settings().properties().owner()).isEqualTo("shop-eu");
  }

  @Test
  void readsSeveralEurekasEachWithItsOwnAccess() {
    var yaml =
        Yaml.of(
            """
            spring: {ssl: {bundle: {pem: {west: {}}}}}
            bridge:
              registry:
                eureka:
                  east: {urls: [http://e1/eureka, http://e2/eureka], zones: [eu-1a, eu-1b]}
                  west:
                    urls: https://west/eureka
                    username: bridge
                    password-file: pom.xml
                    ssl-bundle: west
                    by: vip-address
            """,
            LEAST);

    var eureka = yaml.settings().properties().registry().eureka();

    assertThat(eureka).containsOnlyKeys("east", "shop", "west");
    assertThat(at(eureka, "east").urls()).hasSize(2);
    assertThat(at(eureka, "east").zones()).containsExactly("eu-1a", "eu-1b");
    assertThat(at(eureka, "east").by()).isEqualTo(EurekaSettings.By.APP);
    assertThat(at(eureka, "west").by()).isEqualTo(EurekaSettings.By.VIP_ADDRESS);
    assertThat(at(eureka, "west").username()).contains("bridge");
    assertThat(at(eureka, "west").passwordFile()).contains(Path.of("pom.xml"));
    assertThat(at(eureka, "west").sslBundle()).contains("west");
  }

  @Test
  void readsAConsulWithAllThatCanBeSaidOfIt() {
    var yaml =
        Yaml.of(
            """
            bridge:
              registry:
                consul:
                  core:
                    url: http://consul:8500
                    datacenters: [dc1, dc2]
                    namespace: team
                    partition: part
                    token-file: pom.xml
                    connections: 50
                    statuses: [passing, warning, critical]
                    tagged-address: lan_ipv6
                    longest-wait: 5m
                    reads-per-second: 500
            """,
            LEAST);

    var core = at(yaml.settings().properties().registry().consul(), "core");

    assertThat(core.datacenters()).containsExactly("dc1", "dc2");
    assertThat(core.statuses()).containsExactlyInAnyOrder(PASSING, WARNING, CRITICAL);
    assertThat(core.tokenFile()).contains(Path.of("pom.xml"));
    assertThat(core.toString()).isEqualTo("Consul at http://consul:8500 [dc1, dc2]");
  }

  @Test
  void readsWhatIstiodsAreServed() {
    var yaml =
        Yaml.of(
            """
            bridge:
              mapping: {vip-cidr: 240.241.0.0/16}
              sink: {mcp: {istiod: {snapshot: state, registries: [shop]}}}
            """,
            LEAST);

    var settings = yaml.settings();

    var mcp = at(settings.properties().sink().mcp(), "istiod");
    assertThat(mcp.snapshot()).contains(Path.of("state"));
    assertThat(mcp.startupWait()).isEqualTo(Duration.ofSeconds(60));
    assertThat(mcp.sslBundle()).isEmpty();
    assertThat(mcp.clientCertificates()).isEqualTo(McpSettings.ClientCertificates.NONE);
    assertThat(at(settings.mapping(), "shop").vips()).contains(AddressPool.parse("240.241.0.0/16"));
  }

  @Test
  void replacesAListByAnEmptyOne() {
    var yaml = Yaml.of("bridge: {mapping: {labels: [], endpoint-cidrs: {deny: []}}}", LEAST);

    var rules = at(yaml.settings().mapping(), "shop");

    assertThat(rules.labels()).isEmpty();
    assertThat(rules.addresses()).isEqualTo(Addresses.of(List.of(), List.of()));
  }

  @Test
  void readsTheDemosProfile() {
    assertThat(Yaml.of(List.of(profile("demo"))).settings().mapping()).containsOnlyKeys("static");
  }

  @ParameterizedTest
  @CsvSource({
    "eureka, file, shop",
    "eureka, kubernetes, shop",
    "eureka, mcp, shop",
    "consul, kubernetes, core",
    "nacos, kubernetes, cn",
    "zookeeper, kubernetes, legacy",
    "dubbo, kubernetes, rpc"
  })
  void combinesTheShippedProfiles(String registry, String sink, String name) {
    var settings =
        Yaml.of(List.of(profile(registry), profile(sink)))
            .with(Map.of("bridge.owner", "me", "bridge.policy", "sync"))
            .settings();

    assertThat(settings.mapping()).containsOnlyKeys(name);
  }

  private static Resource profile(String name) {
    return new FileSystemResource("config/application-" + name + ".yaml");
  }

  @Test
  void leavesNoComponentNull() throws Exception {
    var other =
        "bridge: {sink: {kubernetes: {other: {concurrency: 4}}},"
            + " registry: {consul: {core: {url: http://c, datacenters: [dc1]}}}}";
    assertNoNull("bridge", Yaml.of(LEAST, other).settings().properties());
  }

  private static <T> T at(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key));
  }

  private static void assertNoNull(String name, @Nullable Object value)
      throws ReflectiveOperationException {
    assertThat(value).as(name).isNotNull();
    if (value instanceof Map<?, ?> map) {
      for (var entry : map.entrySet()) {
        assertNoNull(name + "." + entry.getKey(), entry.getValue());
      }
    }
    if (value instanceof Record bound) {
      for (var component : bound.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        assertNoNull(name + "." + component.getName(), component.getAccessor().invoke(bound));
      }
    }
  }
}
