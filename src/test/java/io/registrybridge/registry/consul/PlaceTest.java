package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.registry.http.Server;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceTest {

  private static final Server SERVER = Server.of("http://me:secret@consul:8500");

  @Test
  void isNamedByItsDatacenter() {
    var place = new Place("core", SERVER, "dc1", Optional.empty(), Optional.empty());

    assertThat(place.partition()).isEqualTo("dc1");
    assertThat(place.query()).isEqualTo("dc=dc1");
    assertThat(place).hasToString("http://consul:8500 (dc1)");
  }

  @Test
  void aNamespaceComesAfterTheDatacenterAndAnAdminPartitionAfterThat() {
    var namespace = new Place("core", SERVER, "dc1", Optional.of("team"), Optional.empty());
    var both = new Place("core", SERVER, "dc1", Optional.of("team"), Optional.of("part"));

    assertThat(namespace.partition()).isEqualTo("dc1.team");
    assertThat(namespace.query()).isEqualTo("dc=dc1&ns=team");
    assertThat(both.partition()).isEqualTo("dc1.team.part");
    assertThat(both.query()).isEqualTo("dc=dc1&ns=team&partition=part");
  }

  @Test
  void anAdminPartitionAloneIsNotTakenForANamespace() {
    var place = new Place("core", SERVER, "dc1", Optional.empty(), Optional.of("part"));

    assertThat(place.partition()).isEqualTo("dc1.default.part");
    assertThat(place.query()).isEqualTo("dc=dc1&partition=part");
  }
}
