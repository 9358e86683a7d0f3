package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MisconfigurationTest {

  private static final String READABLE = "pom.xml";
  private static final String OWNER = "bridge: {owner: prod, policy: sync}\n";
  private static final String REGISTRY = "bridge: {registry: {file: {static: {path: s.yaml}}}}\n";
  private static final String SINK = "bridge: {sink: {file: {review: {directory: mesh}}}}\n";

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "unknown",
    "absent",
    "values",
    "names",
    "mappings",
    "eureka",
    "consul",
    "mcp",
    "lease"
  })
  void isOneSentence(String document, String sentence) {
    assertThat(sentence(Yaml.of(document, OWNER, REGISTRY, SINK))).isEqualTo(sentence);
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        wrong(
            "bridge: {sync: {intervall: 5s}}",
            "bridge.sync.intervall (bridge.yaml, line 1) is not known;"
                + " did you mean bridge.sync.interval?"),
        wrong(
            "bridge:\n  registry:\n    eurka: {shop: {urls: [http://e]}}",
            "bridge.registry.eurka.shop.urls[0] (bridge.yaml, line 3) is not known;"
                + " did you mean bridge.registry.eureka?"),
        wrong(
            "bridge: {sink: {kubernets: {c: {context: c}}}}",
            "bridge.sink.kubernets.c.context (bridge.yaml, line 1) is not known;"
                + " did you mean bridge.sink.kubernetes?"),
        wrong(
            "bridge: {registry: {etcd: {core: {url: http://c}}}}",
            "bridge.registry.etcd.core.url (bridge.yaml, line 1) is not known; bridge.registry takes"
                + " consul, discovery-client, dubbo, eureka, file, nacos, zookeeper"),
        wrong(
            "bridge: {until: noon}",
            "bridge.until (bridge.yaml, line 1) is not known; bridge takes admin, adopt-from, dry-run, guard,"
                + " mapping, mode, owner, policy, registry, retired, sink, sync"),
        wrong(
            "bridge: {registry: {file: {static: {mapping: {hots: {a: b.c}}}}}}",
            "bridge.registry.file.static.mapping.hots.a (bridge.yaml, line 1) is not known;"
                + " did you mean bridge.registry.file.static.mapping.hosts?"),
        wrong(
            "bridge: {owner: {name: prod}}",
            "bridge.owner.name (bridge.yaml, line 1) is not known;"
                + " bridge.owner has no keys of its own"),
        wrong(
            "bridge: {retired: {old: true}}",
            "bridge.retired.old (bridge.yaml, line 1) is not known;"
                + " bridge.retired has no keys of its own"));
  }

  static Stream<Arguments> mcp() {
    return Stream.of(
        wrong(
            "bridge: {sink: {mcp: {istiod: {startup-wait: 5s}}}}",
            "bridge.sink.mcp.istiod (bridge.yaml, line 1) is wrong: one of snapshot, a directory,"
                + " and config-map must be there"),
        wrong(
            "bridge: {sink: {mcp: {istiod: {config-map: My_Map}}}}",
            "bridge.sink.mcp.istiod.config-map (bridge.yaml, line 1) is 'My_Map' but must have"
                + " lower-case letters, digits and '-' within, at most 50"),
        wrong(
            "bridge: {sink: {mcp: {east: {snapshot: a}, west: {snapshot: b}}}}",
            "bridge.sink.mcp has east and west, but a bridge serves one set of resources; run a"
                + " bridge for each"),
        wrong(
            "bridge: {sink: {mcp: {istiod: {snapshot: './/mesh/'}}}}",
            "bridge.sink.mcp.istiod.snapshot (bridge.yaml, line 1) is './/mesh/', where"
                + " bridge.sink.file.review.directory is too; each needs a directory of its own"),
        wrong(
            "bridge: {sink: {mcp: {istiod: {snapshot: a, client-certificates: required}}}}",
            "bridge.sink.mcp.istiod (bridge.yaml, line 1) is wrong: client-certificates is of no"
                + " use without ssl-bundle"),
        wrong(
            "bridge: {sink: {mcp: {istiod: {snapshot: a, ssl-bundle: served}}}}",
            "bridge.sink.mcp.istiod.ssl-bundle (bridge.yaml, line 1) is 'served' but must be the"
                + " name of a bundle under spring.ssl.bundle, where there is none"));
  }

  static Stream<Arguments> lease() {
    return Stream.of(
        wrong(
            "bridge: {sink: {kubernetes: {c: {lease: {duration: 5s, renew-deadline: 5s}}}}}",
            "bridge.sink.kubernetes.c.lease (bridge.yaml, line 1) is wrong: duration must be longer"
                + " than renew-deadline: else two replicas may write"),
        wrong(
            "bridge: {sink: {kubernetes: {c: {lease: {retry: 6s}}}}}",
            "bridge.sink.kubernetes.c.lease (bridge.yaml, line 1) is wrong: renew-deadline must be"
                + " at least twice as long as retry"),
        wrong(
            "bridge: {sink: {kubernetes: {c: {lease: {duration: 15500ms}}}}}",
            "bridge.sink.kubernetes.c.lease (bridge.yaml, line 1) is wrong: duration must be in"
                + " whole seconds, as Leases have it"),
        wrong(
            "bridge: {sink: {kubernetes: {c: {lease: {namespace: My_Mesh}}}}}",
            "bridge.sink.kubernetes.c.lease.namespace (bridge.yaml, line 1) is 'My_Mesh' but must be"
                + " a namespace: lower-case letters, digits and '-' within, at most 63"),
        wrong(
            "bridge: {sink: {kubernetes: {c: {lease: {renewal: 1s}}}}}",
            "bridge.sink.kubernetes.c.lease.renewal (bridge.yaml, line 1) is not known;"
                + " bridge.sink.kubernetes.c.lease takes duration, namespace, renew-deadline, retry"));
  }

  static Stream<Arguments> absent() {
    return Stream.of(
        wrong(
            "bridge: {registry: {eureka: {shop: }}}",
            "bridge.registry.eureka.shop (bridge.yaml, line 1) has nothing under it; it takes by,"
                + " full-read, interval, mapping, max-size, password-file, required, ssl-bundle,"
                + " timeout, urls, username, zones"),
        wrong(
            "bridge: {registry: {eureka: {shop: {interval: 5s}}}}",
            "bridge.registry.eureka.shop.urls is missing"),
        wrong(
            "bridge: {registry: {eureka: {shop: {}}}}",
            "bridge.registry.eureka.shop.urls is missing"),
        wrong(
            "bridge: {registry: {eureka: {shop: {urls: []}}}}",
            "bridge.registry.eureka.shop.urls (bridge.yaml, line 1) is empty but must not be empty"),
        wrong(
            "bridge: {registry: {file: {other: {required: false}}}}",
            "bridge.registry.file.other.path is missing; it must name a file"),
        wrong("bridge: {owner: ' '}", "bridge.owner (bridge.yaml, line 1) has no value"),
        wrong(
            "bridge: {policy: }",
            "bridge.policy (bridge.yaml, line 1) has no value;"
                + " it must be create-only, upsert-only or sync"),
        wrong(
            "bridge: {guard: }",
            "bridge.guard (bridge.yaml, line 1) has nothing under it;"
                + " it takes max-count, max-share, settle, window"),
        wrong(
            "bridge: {mapping: {hosts: {ORDERS: }}}",
            "bridge.mapping.hosts.ORDERS (bridge.yaml, line 1) has no value"),
        wrong(
            "bridge: {mapping: {labels: [version, '']}}",
            "bridge.mapping.labels[1] (bridge.yaml, line 1) has no value"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        wrong(
            "bridge: {owner: Prod_EU}",
            "bridge.owner (bridge.yaml, line 1) is 'Prod_EU' but must be a DNS label:"
                + " lower-case letters, digits and '-' within, at most 63"),
        wrong(
            "bridge: {policy: upsert}",
            "bridge.policy (bridge.yaml, line 1) is 'upsert' but must be"
                + " create-only, upsert-only or sync"),
        wrong(
            "bridge:\n  sync:\n    interval: soon",
            "bridge.sync.interval (bridge.yaml, line 3) is 'soon' but must be a duration with its"
                + " unit, such as 30s or 5m"),
        wrong(
            "bridge: {sync: {interval: 30}}",
            "bridge.sync.interval (bridge.yaml, line 1) is '30' but must be a duration with its"
                + " unit, such as 30s or 5m"),
        wrong(
            "bridge: {guard: {max-share: 30}}",
            "bridge.guard.max-share (bridge.yaml, line 1) is '30.0' but must be less than or equal"
                + " to 1"),
        wrong(
            "bridge: {guard: {max-count: many}}",
            "bridge.guard.max-count (bridge.yaml, line 1) is 'many' but must be a whole number"),
        wrong(
            "bridge: {dry-run: maybe}",
            "bridge.dry-run (bridge.yaml, line 1) is 'maybe' but must be true or false"),
        wrong(
            "bridge: {mode: twice}",
            "bridge.mode (bridge.yaml, line 1) is 'twice' but must be run or once"),
        wrong(
            "bridge: {sync: fast}",
            "bridge.sync (bridge.yaml, line 1) is 'fast' but takes interval, longest-wait,"
                + " quiet-period"),
        wrong(
            "bridge: {admin: {token-file: /no/such/token}}",
            "bridge.admin.token-file (bridge.yaml, line 1) is '/no/such/token' but must be a file"
                + " that can be read"),
        wrong(
            "bridge: {owner: '${NOBODY_SETS_THIS}'}",
            "bridge.owner (bridge.yaml, line 1) is '${NOBODY_SETS_THIS}', which refers to something"
                + " that is not set"),
        wrong(
            "bridge: {sink: {kubernetes: {cluster: {concurrency: 0}}}}",
            "bridge.sink.kubernetes.cluster.concurrency (bridge.yaml, line 1) is '0' but must be"
                + " greater than 0"),
        wrong(
            "bridge: {registry: {eureka: {shop: {urls: ['ftp://me:secret@host']}}}}",
            "bridge.registry.eureka.shop (bridge.yaml, line 1) is wrong: each of urls must be an"
                + " http or https URL that names a host"),
        wrong(
            "bridge: {registry: {eureka: {shop: {urls: [http://h], max-size: 'http://u:pw@h'}}}}",
            "bridge.registry.eureka.shop.max-size (bridge.yaml, line 1) is 'http://***@h' but must"
                + " be a size with its unit, such as 64MB"));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        wrong(
            "bridge: {registry: {file: {My_Shop: {path: x}}}}",
            "bridge.registry.file.My_Shop.path (bridge.yaml, line 1) names 'My_Shop', which must be"
                + " a DNS label: lower-case letters, digits and '-' within, at most 30"),
        wrong(
            "bridge: {registry: {file: {a-name-of-thirty-one-characters: {path: x}}}}",
            "bridge.registry.file.a-name-of-thirty-one-characters.path (bridge.yaml, line 1) names"
                + " 'a-name-of-thirty-one-characters', which must be a DNS label: lower-case"
                + " letters, digits and '-' within, at most 30"),
        wrong(
            "bridge: {registry: {eureka: {static: {urls: [http://h]}}}}",
            "bridge.registry.file.static (bridge.yaml, line 1) has the name of"
                + " bridge.registry.eureka.static; names must be unique over all kinds"),
        wrong(
            "bridge: {sink: {file: {re-view: {directory: x}}}}",
            "bridge.sink.file.review (bridge.yaml, line 1) differs from bridge.sink.file.re-view in"
                + " dashes alone, which environment variables cannot tell apart"),
        wrong(
            "bridge: {sink: {file: {again: {directory: mesh/x/..}}}}",
            "bridge.sink.file.review.directory (bridge.yaml, line 1) is 'mesh', where"
                + " bridge.sink.file.again.directory is too; each needs a directory of its own"),
        wrong(
            "bridge: {sink: {file: {review: {registries: [statics]}}}}",
            "bridge.sink.file.review.registries (bridge.yaml, line 1) names 'statics', which is no"
                + " registry; did you mean static?"),
        wrong(
            "bridge: {sink: {kubernetes: {cluster: {registries: [nobody, static]}}}}",
            "bridge.sink.kubernetes.cluster.registries (bridge.yaml, line 1) names 'nobody', which"
                + " is no registry; there is static"),
        wrong(
            "bridge: {sink: {file: {review: {registries: []}}}}",
            "bridge.sink.file.review.registries (bridge.yaml, line 1) is empty; leave it out for"
                + " all registries, or name some"),
        wrong(
            "bridge: {retired: [static]}",
            "bridge.retired names 'static', which bridge.registry.file.static configures"),
        wrong(
            "bridge: {adopt-from: [prod]}",
            "bridge.adopt-from names 'prod', which bridge.owner is already"),
        wrong(
            "bridge: {adopt-from: [staging, Old]}",
            "bridge.adopt-from[1] (bridge.yaml, line 1) is 'Old' but must be a DNS label:"
                + " lower-case letters, digits and '-' within, at most 63"),
        wrong(
            "bridge: {retired: [Old]}",
            "bridge.retired[0] (bridge.yaml, line 1) is 'Old' but must be a DNS label: lower-case"
                + " letters, digits and '-' within, at most 30"));
  }

  static Stream<Arguments> mappings() {
    return Stream.of(
        wrong(
            "bridge: {mapping: {host: '{registry}.mesh'}}",
            "bridge.mapping.host (bridge.yaml, line 1) is '{registry}.mesh': without {service} all"
                + " services would share the one host '{registry}.mesh'"),
        wrong(
            "bridge: {registry: {file: {static: {mapping: {host: '{name}.mesh'}}}}}",
            "bridge.registry.file.static.mapping.host (bridge.yaml, line 1) is '{name}.mesh':"
                + " '{name}' is none of {service}, {registry}, {partition}"),
        wrong(
            "bridge: {mapping: {vip-cidr: 240.241.0.0}}",
            "bridge.mapping.vip-cidr (bridge.yaml, line 1) is '240.241.0.0': '240.241.0.0' is no"
                + " CIDR block such as 240.241.0.0/16"),
        wrong(
            "bridge: {mapping: {endpoint-cidrs: {deny: [10.0.0.0/33]}}}",
            "bridge.mapping.endpoint-cidrs.deny[0] (bridge.yaml, line 1) is '10.0.0.0/33':"
                + " '10.0.0.0/33' is no CIDR block: /0 to /32"),
        wrong(
            "bridge: {registry: {file: {static: {mapping: {protocol: htpp}}}}}",
            "bridge.registry.file.static.mapping.protocol (bridge.yaml, line 1) is 'htpp' but must"
                + " be http, http2, https, grpc, grpc-web, tcp, tls, mongo, redis or mysql"),
        wrong(
            "bridge: {mapping: {labels: [tls=security.istio.io/tlsMode]}}",
            "bridge.mapping.labels[0] (bridge.yaml, line 1) is 'tls=security.istio.io/tlsMode':"
                + " labels of *.istio.io, *.kubernetes.io and the bridge's own never come from a"
                + " registry"),
        wrong(
            "bridge: {mapping: {labels: [app version]}}",
            "bridge.mapping.labels[0] (bridge.yaml, line 1) is 'app version': 'app version' is no"
                + " legal key of a label; key=label renames one"),
        wrong(
            "bridge: {mapping: {labels: [version=example..org/version]}}",
            "bridge.mapping.labels[0] (bridge.yaml, line 1) is 'version=example..org/version':"
                + " 'example..org/version' is no legal key of a label; key=label renames one"),
        wrong(
            "bridge: {mapping: {export-to: [prod, prod]}}",
            "bridge.mapping.export-to (bridge.yaml, line 1) names a namespace twice"),
        wrong(
            "bridge: {mapping: {service-account: " + "a.".repeat(126) + "ab}}",
            "bridge.mapping.service-account (bridge.yaml, line 1) is '"
                + "a.".repeat(50)
                + "...'"
                + " but must be the name of a service account"),
        wrong(
            "bridge: {mapping: {labels: [version, app.version=version]}}",
            "bridge.mapping.labels (bridge.yaml, line 1) makes one label of two metadata keys"),
        wrong(
            "bridge: {mapping: {ports: {admin: 443}}}",
            "bridge.mapping.ports (bridge.yaml, line 1) gives two roles one number"),
        wrong(
            "bridge: {mapping: {ports: {primary: 80000}}}",
            "bridge.mapping.ports[primary] (bridge.yaml, line 1) is '80000' but must be less than or"
                + " equal to 65535"),
        wrong(
            "bridge: {mapping: {overrides: [hosts]}}",
            "bridge.mapping.overrides[0] (bridge.yaml, line 1) is 'hosts' but must be"
                + " host, namespace, protocol, port, locality or weight"),
        wrong(
            "bridge: {mapping: {include-metadata: ['=true']}}",
            "bridge.mapping.include-metadata[0] (bridge.yaml, line 1) is '=true' but must be a"
                + " metadata key, or key=value"),
        wrong(
            "bridge: {mapping: {export-to: ['*', prod]}}",
            "bridge.mapping.export-to (bridge.yaml, line 1) must be '*' alone, or name namespaces"),
        wrong(
            "bridge: {mapping: {hosts: {A: a}}}",
            "bridge.mapping.hosts[A] (bridge.yaml, line 1) is 'a' but must be a DNS name of at least"
                + " two labels, in lower case"),
        wrong(
            "bridge: {mapping: {hosts: {orders: kubernetes.default.svc}}}",
            "bridge.mapping.hosts[orders] (bridge.yaml, line 1) is wrong: host"
                + " 'kubernetes.default.svc' belongs to Kubernetes or to the machine and is never"
                + " written"),
        wrong(
            "bridge: {registry: {file: {static: {mapping: {hosts: {a.B: metadata.google.internal}}}}}}",
            "bridge.registry.file.static.mapping.hosts[a.B] (bridge.yaml, line 1) is wrong: host"
                + " 'metadata.google.internal' belongs to Kubernetes or to the machine and is never"
                + " written"),
        wrong(
            "bridge: {mapping: {hosts: {orders: orders.0x7}}}",
            "bridge.mapping.hosts[orders] (bridge.yaml, line 1) is wrong: host 'orders.0x7' is no"
                + " legal DNS name"),
        wrong(
            "bridge: {mapping: {namespace: Mesh}}",
            "bridge.mapping.namespace (bridge.yaml, line 1) is 'Mesh' but must be a DNS label:"
                + " lower-case letters, digits and '-' within, at most 63"));
  }

  static Stream<Arguments> consul() {
    return Stream.of(
        wrong(
            consul("datacenters: [dc1]"),
            "bridge.registry.consul.core.url is missing; it must be the URL of a Consul agent"),
        wrong(
            consul("url: http://c"),
            "bridge.registry.consul.core.datacenters is missing; it must name at least one"
                + " datacenter"),
        wrong(
            consul("url: http://c, datacenters: [dc.1]"),
            "bridge.registry.consul.core.datacenters[0] (bridge.yaml, line 1) is 'dc.1' but must be"
                + " letters, digits, '-' and '_'"),
        wrong(
            consul("url: http://c, datacenters: [dc1, dc1]"),
            "bridge.registry.consul.core (bridge.yaml, line 1) is wrong: datacenters names one"
                + " twice"),
        wrong(
            consul("url: 'c:8500', datacenters: [dc1]"),
            "bridge.registry.consul.core (bridge.yaml, line 1) is wrong: url must be an http or"
                + " https URL that names a host"),
        wrong(
            consul("url: http://c, datacenters: [dc1], statuses: [ok]"),
            "bridge.registry.consul.core.statuses[0] (bridge.yaml, line 1) is 'ok' but must be"
                + " passing, warning or critical"),
        wrong(
            consul("url: http://c, datacenters: [dc1], token-file: /no/such/token"),
            "bridge.registry.consul.core.token-file (bridge.yaml, line 1) is '/no/such/token' but"
                + " must be a file that can be read"),
        wrong(
            consul("url: http://c, datacenters: [dc1], longest-wait: 11m"),
            "bridge.registry.consul.core.longest-wait (bridge.yaml, line 1) is 'PT11M' but must"
                + " be shorter than or equal to 10 minutes"),
        wrong(
            consul("url: http://c, datacenters: [dc1], ssl-bundle: mesh"),
            "bridge.registry.consul.core (bridge.yaml, line 1) is wrong: ssl-bundle is of no use"
                + " while url does not begin with https"));
  }

  private static String consul(String settings) {
    return "bridge: {registry: {consul: {core: {" + settings + "}}}}\n";
  }

  static Stream<Arguments> eureka() {
    return Stream.of(
        wrong(
            eureka("by: vip"),
            "bridge.registry.eureka.shop.by (bridge.yaml, line 1) is 'vip' but must be"
                + " app or vip-address"),
        wrong(
            eureka("zones: [eu-1a, '']"),
            "bridge.registry.eureka.shop.zones[1] (bridge.yaml, line 1) has no value"),
        wrong(
            eureka("username: 'me:you', password-file: " + READABLE),
            "bridge.registry.eureka.shop.username (bridge.yaml, line 1) is 'me:you' but must not"
                + " contain ':'"),
        wrong(
            eureka("username: me"),
            "bridge.registry.eureka.shop (bridge.yaml, line 1) is wrong: username and password-file"
                + " go together, and one of them is missing"),
        wrong(
            eureka("username: me, password-file: " + READABLE, "https://you:tiger@eureka"),
            "bridge.registry.eureka.shop (bridge.yaml, line 1) is wrong: a user stands in urls and"
                + " in username; only one of the two can be meant"),
        wrong(
            eureka("username: me, password-file: /no/such/password"),
            "bridge.registry.eureka.shop.password-file (bridge.yaml, line 1) is"
                + " '/no/such/password' but must be a file that can be read"),
        wrong(
            eureka("ssl-bundle: shop", "http://eureka"),
            "bridge.registry.eureka.shop (bridge.yaml, line 1) is wrong: ssl-bundle is of no use"
                + " while none of urls begins with https"),
        wrong(
            eureka("ssl-bundle: shop"),
            "bridge.registry.eureka.shop.ssl-bundle (bridge.yaml, line 1) is 'shop' but must be"
                + " the name of a bundle under spring.ssl.bundle, where there is none"),
        wrong(
            bundle("mesh", "{}") + eureka("ssl-bundle: shop"),
            "bridge.registry.eureka.shop.ssl-bundle (bridge.yaml, line 2) is 'shop' but must be"
                + " a bundle under spring.ssl.bundle: mesh"),
        wrong(
            bundle("shop", "{truststore: {certificate: /no/such/ca.pem}}")
                + eureka("ssl-bundle: shop"),
            "bridge.registry.eureka.shop.ssl-bundle (bridge.yaml, line 2) is 'shop', which cannot"
                + " be used: /no/such/ca.pem cannot be read"),
        wrong(
            bundle("shop", "{truststore: {certificate: \"BEGIN\\nMIIsecret\"}}")
                + eureka("ssl-bundle: shop"),
            "bridge.registry.eureka.shop.ssl-bundle (bridge.yaml, line 2) is 'shop', which cannot"
                + " be used: what it holds is not understood"));
  }

  private static String eureka(String settings) {
    return eureka(settings, "https://eureka");
  }

  private static String eureka(String settings, String url) {
    return "bridge: {registry: {eureka: {shop: {urls: ['%s'], %s}}}}".formatted(url, settings);
  }

  private static String bundle(String name, String settings) {
    return "spring: {ssl: {bundle: {pem: {%s: %s}}}}\n".formatted(name, settings);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tellsWhatIsMissing(Yaml yaml, String sentence) {
    assertThat(sentence(yaml)).isEqualTo(sentence);
  }

  static Stream<Arguments> tellsWhatIsMissing() {
    return Stream.of(
        arguments(
            Yaml.of("bridge: {policy: sync}", REGISTRY, SINK),
            "bridge.owner is missing; it must be a DNS label: lower-case letters, digits and '-'"
                + " within, at most 63"),
        arguments(
            Yaml.of("bridge: {owner: prod}", REGISTRY, SINK),
            "bridge.policy is missing; it must be create-only, upsert-only or sync"),
        arguments(
            Yaml.of(OWNER, SINK),
            "bridge.registry is missing; it must name at least one registry, such as"
                + " bridge.registry.eureka.shop.urls"),
        arguments(
            Yaml.of(OWNER, REGISTRY),
            "bridge.sink is missing; it must name at least one sink, such as"
                + " bridge.sink.file.review.directory"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tellsWhichVariableIsWrong(String variable, String value, String sentence) {
    var yaml = Yaml.of(OWNER, REGISTRY, SINK).withVariables(Map.of(variable, value));
    assertThat(sentence(yaml)).isEqualTo(sentence);
  }

  static Stream<Arguments> tellsWhichVariableIsWrong() {
    return Stream.of(
        arguments(
            "BRIDGE_OWNR",
            "prod",
            "bridge.ownr (environment variable BRIDGE_OWNR) is not known;"
                + " did you mean bridge.owner?"),
        arguments(
            "BRIDGE_REGISTRY_FILE_STATIC_PAHT",
            "x",
            "bridge.registry.file.static.paht (environment variable"
                + " BRIDGE_REGISTRY_FILE_STATIC_PAHT) is not known;"
                + " did you mean bridge.registry.file.static.path?"),
        arguments(
            "BRIDGE_GUARD_MAX_COUNT",
            "few",
            "bridge.guard.max-count (environment variable BRIDGE_GUARD_MAX_COUNT) is 'few' but"
                + " must be a whole number"));
  }

  private static Arguments wrong(String document, String sentence) {
    return arguments(document, sentence);
  }

  private static String sentence(Yaml yaml) {
    return catchThrowableOfType(Misconfiguration.class, yaml::settings).sentence();
  }
}
