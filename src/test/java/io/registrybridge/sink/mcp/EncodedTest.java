package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import io.registrybridge.sink.NastyServices;
import io.registrybridge.sink.Sample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodedTest {

  private static final Instant BORN = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void saysWhatTheManifestSays(long seed) {
    var service = NastyServices.of("mesh", seed);
    var resource = AskingIstiod.resource(encoded(service).bytes());

    var standing = Decoded.of(resource);

    assertThat(standing.service()).contains(service);
    assertThat(standing)
        .isEqualTo(ManifestReader.read(Manifest.of(service, "ours"), standing.version()));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void saysWhateverRegistriesSay(long seed) {
    assertThat(NastyCatalogs.of(seed).services())
        .allSatisfy(
            service -> {
              var resource = AskingIstiod.resource(encoded(service).bytes());
              assertThat(Decoded.of(resource).service()).contains(service);
            });
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void equalServicesHaveEqualBytes(long seed) {
    assertThat(encoded(NastyServices.of("mesh", seed)))
        .isEqualTo(encoded(NastyServices.of("mesh", seed)));
  }

  @Test
  void isPackedAsIstiodUnpacksIt() throws InvalidProtocolBufferException {
    var encoded = encoded(Sample.service("mesh", "orders", "10.0.0.1"));

    var packed = Any.parseFrom(encoded.bytes());
    var resource = AskingIstiod.resource(encoded.bytes());

    assertThat(packed.getTypeUrl()).isEqualTo("type.googleapis.com/istio.mcp.v1alpha1.Resource");
    assertThat(resource.getBody().getTypeUrl())
        .isEqualTo("type.googleapis.com/istio.networking.v1alpha3.ServiceEntry");
    assertThat(resource.getMetadata().getName()).isEqualTo("mesh/orders.shop.mesh");
    assertThat(resource.getMetadata().getVersion()).isEqualTo(encoded.version()).hasSize(32);
    assertThat(resource.getMetadata().getCreateTime().getSeconds())
        .isEqualTo(BORN.getEpochSecond());
  }

  @Test
  void theVersionTellsWhatIsSaidAndNotWhenItWasFirstSaid() {
    var service = Sample.service("mesh", "orders", "10.0.0.1");
    var version = encoded(service).version();

    assertThat(Encoded.of(service, "ours", Instant.EPOCH).version()).isEqualTo(version);
    var others =
        List.of(
            Encoded.of(service, "theirs", BORN),
            encoded(Sample.service("mesh", "orders", "10.0.0.2")),
            encoded(Sample.service("other", "orders", "10.0.0.1")),
            encoded(service.with(service.spec().withoutEndpoints()).emptySince(BORN)),
            encoded(service.with(service.spec().withAddresses(List.of("240.241.0.7")))));
    assertThat(others).extracting(Encoded::version).doesNotContain(version).doesNotHaveDuplicates();
  }

  private static Encoded encoded(MeshService service) {
    return Encoded.of(service, "ours", BORN);
  }
}
