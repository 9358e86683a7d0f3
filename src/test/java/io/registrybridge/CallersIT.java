package io.registrybridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.registrybridge.peer.ConsulPeer;
import io.registrybridge.peer.EnvoyPeer;
import io.registrybridge.peer.EurekaPeer;
import io.registrybridge.peer.IstiodPeer;
import io.registrybridge.peer.KubernetesPeer;
import io.registrybridge.peer.Peers;
import io.registrybridge.peer.Sidecar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * The README's ways to call a service of a registry from the mesh, through a real Envoy that a real
 * istiod serves. Envoy is the clients' HTTP proxy here, where in a cluster a sidecar takes what
 * they send.
 */
@ExtendWith(KubernetesPeer.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersIT {

  private static final String HERE = "127.0.0.1";

  private final KubernetesPeer kubernetes;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final int port = Peers.freePort();
  private final HttpClient http =
      HttpClient.newBuilder()
          .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
          .build();
  private final Backend database = open(new Backend());
  private final IstiodPeer istiod;

  CallersIT(KubernetesPeer kubernetes) {
    this.kubernetes = kubernetes;
    istiod = open(IstiodPeer.beside(kubernetes));
  }

  @BeforeAll
  void begin() {
    Peers.require("consul", "pilot-discovery", "envoy");
    kubernetes.forgetServiceEntries();
    var eureka = open(EurekaPeer.start());
    eureka.register("ORDERS", "orders-1", HERE, open(new Backend()).port(), "UP");
    var consul = open(ConsulPeer.start());
    consul.register("database", "database-1", HERE, database.port(), "passing");
    open(
        RunningBridge.start(
            "bridge.mapping.ports.primary=" + port,
            // The backends are on this machine, whose addresses are denied by default.
            "bridge.mapping.endpoint-cidrs.deny=240.0.0.0/4",
            "bridge.mapping.vip-cidr=240.241.0.0/16",
            "bridge.registry.eureka.shop.urls=" + eureka.url(),
            "bridge.registry.consul.core.url=" + consul.url(),
            "bridge.registry.consul.core.datacenters=dc1",
            "bridge.registry.consul.core.mapping.protocol=tcp",
            "bridge.sink.kubernetes.cluster.kubeconfig=" + kubernetes.kubeconfig()));
    istiod.start();
    open(EnvoyPeer.start(istiod));
    eventually(() -> assertThat(get(http, "http://orders.shop.mesh:" + port)).isEqualTo(200));
  }

  @AfterAll
  void end() throws Exception {
    for (var one = opened.poll(); one != null; one = opened.poll()) {
      one.close();
    }
  }

  @Test
  void anHttpClientAsksTheMeshHost() throws Exception {
    assertThat(get(http, "http://orders.shop.mesh:" + port + "/some/path")).isEqualTo(200);
    assertThat(get(http, "http://nobody.shop.mesh:" + port)).isNotEqualTo(200);
  }

  @Test
  void aTcpClientFindsTheServicesOwnAddressByDnsCaptureAndASidecarTakesWhatIsSentThere()
      throws Exception {
    var address = address(told(Sidecar.NAMES, "database.core.mesh"));

    assertThat(address).startsWith("240.241.");
    assertThat(told(Sidecar.LISTENERS, address + "_" + database.port()))
        .contains("outbound|%d||database.core.mesh".formatted(database.port()));
  }

  private String told(String type, String text) throws Exception {
    try (var sidecar = Sidecar.asking(istiod, type)) {
      return sidecar.await(text);
    }
  }

  /** The one that follows the name. */
  private static String address(String names) {
    var found = Pattern.compile("database\\.core\\.mesh[^0-9]*([0-9.]+)").matcher(names);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void aSpringCloudClientAsksTheMeshHostWithLoadBalancingOff() {
    try (var caller = caller("spring.cloud.loadbalancer.enabled=false")) {
      assertThat(ask(caller)).isEqualTo(HttpStatus.OK);
    }
  }

  /** Or else it would not be known that it has to be off. */
  @Test
  void aSpringCloudClientWithLoadBalancingOnLooksTheMeshHostUpInItsRegistry() {
    try (var caller = caller("spring.cloud.loadbalancer.enabled=true")) {
      assertThatThrownBy(() -> ask(caller))
          .hasMessageContaining("No instances available for orders.shop.mesh");
    }
  }

  private HttpStatusCode ask(ApplicationContext caller) {
    return caller
        .getBean(RestClient.Builder.class)
        .requestFactory(new JdkClientHttpRequestFactory(http))
        .build()
        .get()
        .uri("http://orders.shop.mesh:" + port)
        .retrieve()
        .toBodilessEntity()
        .getStatusCode();
  }

  private static ConfigurableApplicationContext caller(String... properties) {
    return new SpringApplicationBuilder(Caller.class)
        .web(WebApplicationType.NONE)
        .properties(properties)
        .run();
  }

  /** A service that calls another one as Spring Cloud has it. */
  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    LoadBalancerAutoConfiguration.class,
    org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration.class,
    BlockingLoadBalancerClientAutoConfiguration.class
  })
  static class Caller {

    @Bean
    @LoadBalanced
    RestClient.Builder clients() {
      return RestClient.builder();
    }
  }

  private static int get(HttpClient client, String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().ignoreExceptions().untilAsserted(assertion);
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.push(one);
    return one;
  }
}
