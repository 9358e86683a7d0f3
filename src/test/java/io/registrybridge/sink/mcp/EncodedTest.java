package io.registrybridge.sink.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.registrybridge.mapping.NastyCatalogs;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import io.registrybridge.sink.NastyServices;
import io.registrybridge.sink.Parts;
import io.registrybridge.sink.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodedTest {

  private static final Instant BORN = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void saysWhatTheManifestSays(long seed) {
    saysWhatTheManifestSays(NastyServices.of("mesh", seed));
  }

  private static void saysWhatTheManifestSays(MeshService service) {
    var served = Served.of(Optional.empty(), service, "ours", BORN);

    var objects = served.objects().values().stream().map(EncodedTest::decoded).toList();

    assertThat(Parts.whole(objects, "7").flatMap(Standing::service)).contains(service);
    assertThat(objects)
        .extracting(Standing::service, Standing::hosts, Standing::owner)
        .containsExactlyInAnyOrderElementsOf(
            Manifest.all(service, "ours").stream()
                .map(manifest -> ManifestReader.read(manifest, "7"))
                .map(one -> tuple(one.service(), one.hosts(), one.owner()))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.mapping.NastyCatalogs#seeds")
  void saysWhateverRegistriesSay(long seed) {
    assertThat(NastyCatalogs.of(seed).services())
        .allSatisfy(service -> saysWhatTheManifestSays(service));
  }

  @ParameterizedTest
  @MethodSource("io.registrybridge.sink.NastyServices#seeds")
  void equalServicesHaveEqualBytes(long seed) {
    var first = Served.of(Optional.empty(), NastyServices.of("mesh", seed), "ours", BORN);

    assertThat(Served.of(Optional.empty(), NastyServices.of("mesh", seed), "ours", BORN))
        .isEqualTo(first);
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

  private static Standing decoded(Encoded object) {
    return Decoded.of(AskingIstiod.resource(object.bytes()));
  }

  private static Encoded encoded(MeshService service) {
    return Encoded.of(service, "ours", BORN);
  }
}
