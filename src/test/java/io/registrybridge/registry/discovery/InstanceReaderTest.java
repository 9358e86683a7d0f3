package io.registrybridge.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.netflix.eureka.EurekaServiceInstance;

class InstanceReaderTest {

  private static final ServiceKey ORDERS = new ServiceKey("spring", "", "orders");

  @Test
  void readsWhatAServiceInstanceTells() {
    var metadata = Map.of("version", "v1", "zone", "eu-1a");

    assertThat(only(FakeClient.at("o1", "10.0.0.1", 8080, metadata)))
        .isEqualTo(
            new Instance(
                "o1",
                "10.0.0.1",
                sorted(Map.of(Instance.PRIMARY, 8080)),
                Status.UP,
                1,
                "eu-1a",
                sorted(metadata)));
  }

  @Test
  void aSecureInstanceHasItsPortInThatRole() {
    var secure = new DefaultServiceInstance("o1", "orders", "10.0.0.1", 8443, true);

    assertThat(only(secure).ports()).containsOnly(Map.entry(Instance.SECURE, 8443));
  }

  @Test
  void anInstanceWithoutAnIdIsKnownByItsAddress() {
    assertThat(only(new Bare()).id()).isEqualTo("10.0.0.1:8080");
    assertThat(only(FakeClient.at(" ", "10.0.0.1", 8080, Map.of())).id())
        .isEqualTo("10.0.0.1:8080");
  }

  @Test
  void noMetadataIsNoMetadata() {
    assertThat(only(new Bare()).metadata()).isEmpty();
  }

  @Test
  void metadataThatIsTooLongOrTooMuchIsLeftOutAndToldOnce() {
    var metadata = new TreeMap<>(Map.of("a", "x".repeat(5000), "b", "x".repeat(5000)));
    IntStream.range(0, 512).forEach(number -> metadata.put("c" + number, "v"));
    metadata.put("version", "v1");
    var answer =
        InstanceReader.read(ORDERS, List.of(FakeClient.at("o1", "10.0.0.1", 8080, metadata)));

    assertThat(answer.instances().get(0).metadata())
        .hasSize(512)
        .doesNotContainKeys("a", "b", "version");
    assertThat(answer.flaws())
        .singleElement()
        .extracting(Flaw::reason)
        .isEqualTo("has metadata too long or too much, such as a");
  }

  @Test
  void metadataWithoutAKeyOrAValueIsNone() {
    var odd = new HashMap<@Nullable String, @Nullable String>();
    odd.put(null, "a");
    odd.put("b", null);
    odd.put("version", "v1");
    var instance =
        new Bare() {
          @Override
          @SuppressWarnings("NullAway") // what clients do, against the interface
          public Map<String, String> getMetadata() {
            return odd;
          }
        };

    assertThat(only(instance).metadata()).containsOnly(Map.entry("version", "v1"));
  }

  @Test
  void bracketsAreNoPartOfAnAddress() {
    assertThat(only(FakeClient.at("[2001:db8::1]", 8080)).address()).isEqualTo("2001:db8::1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536})
  void aPortThatIsNoneIsAFlawAndNeverEighty(int port) {
    var answer = read(FakeClient.at("o1", "10.0.0.1", port, Map.of()));

    assertThat(answer.instances()).isEmpty();
    assertThat(answer.flaws())
        .containsExactly(new Flaw(ORDERS, "o1", "has the port " + port + ", which is none"));
  }

  @Test
  void aFlawedInstanceCostsThatInstanceAlone() {
    var broken =
        new Bare() {
          @Override
          public int getPort() {
            throw new IllegalStateException("no port");
          }
        };
    var homeless = FakeClient.at("o2", " ", 8080, Map.of());

    var answer = read(broken, homeless, null, FakeClient.at("o4", "10.0.0.4", 8080, Map.of()));

    assertThat(answer.instances()).extracting(Instance::id).containsExactly("o4");
    assertThat(answer.flaws())
        .containsExactlyInAnyOrder(
            new Flaw(ORDERS, "10.0.0.1", "cannot be read: IllegalStateException: no port"),
            new Flaw(ORDERS, "o2", "has no host"),
            new Flaw(ORDERS, "an instance", "is null"));
  }

  @Test
  void anInstanceThatIsListedTwiceIsOne() {
    assertThat(read(FakeClient.at("10.0.0.1", 80), FakeClient.at("10.0.0.1", 80)).instances())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"UP,UP", "up,UP", "'',UP", "OUT_OF_SERVICE,OUT", "DOWN,FAILED"})
  void theStatusOfSpringsZooKeeperLayoutIsHeeded(String word, Status status) {
    var metadata = Map.of("instance_status", word);

    assertThat(only(FakeClient.at("o1", "10.0.0.1", 8080, metadata)).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"UP,UP", "OUT_OF_SERVICE,OUT", "DOWN,FAILED", "STARTING,FAILED", "UNKNOWN,FAILED"})
  void anInstanceOfEurekasClientTellsItsStatus(InstanceStatus word, Status status) {
    var info =
        InstanceInfo.Builder.newBuilder()
            .setAppName("ORDERS")
            .setInstanceId("o1")
            .setHostName("10.0.0.1")
            .setPort(8080)
            .setStatus(word)
            .build();

    assertThat(only(new EurekaServiceInstance(info)).status()).isEqualTo(status);
  }

  private static Answer read(@Nullable ServiceInstance... instances) {
    return InstanceReader.read(ORDERS, Arrays.asList(instances));
  }

  private static Instance only(ServiceInstance instance) {
    var answer = read(instance);
    assertThat(answer.flaws()).isEmpty();
    return List.copyOf(answer.instances()).get(0);
  }

  private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    return new TreeMap<>(map);
  }

  /** Gives null wherever the interface lets it. */
  @SuppressWarnings("NullAway") // what instances do, against the interface
  private static class Bare implements ServiceInstance {

    @Override
    public String getServiceId() {
      return "orders";
    }

    @Override
    public String getHost() {
      return "10.0.0.1";
    }

    @Override
    public int getPort() {
      return 8080;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public URI getUri() {
      return null;
    }

    @Override
    public Map<String, String> getMetadata() {
      return null;
    }
  }
}
