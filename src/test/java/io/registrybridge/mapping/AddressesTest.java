package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.registrybridge.mesh.IpAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "10.0.0.1/32", "10.0.0.1"})
  void aBlockMayBeOfAnySize(String block) {
    var range = block.contains("/") ? block : block + "/32";
    assertThat(objection(Addresses.of(List.of(), List.of(block)), "10.0.0.1"))
        .contains("is in the denied range " + range);
    assertThat(objection(Addresses.of(List.of(block), List.of()), "10.0.0.1")).isEmpty();
    assertThat(objection(Addresses.of(List.of(block), List.of()), "fd00::1"))
        .contains("is in none of the allowed ranges");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/8", "10.0.0/8", "host/8", "10.0.0.0/x", "10.0.0.0/-1", "10.0.0.0/33"})
  void refusesWhatIsNoBlockInWords(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.of(List.of(text), List.of()))
        .withMessageStartingWith("'" + text + "' is no CIDR block");
  }

  @Test
  void whatIsDeniedIsNotAllowedByAnotherBlock() {
    var addresses = Addresses.of(List.of("10.0.0.0/8"), List.of("10.0.0.0/30"));
    assertThat(objection(addresses, "10.0.0.3")).contains("is in the denied range 10.0.0.0/30");
    assertThat(objection(addresses, "10.0.0.4")).isEmpty();
  }

  private static Optional<String> objection(Addresses addresses, String address) {
    return addresses.objection(IpAddress.parse(address).orElseThrow());
  }
}
