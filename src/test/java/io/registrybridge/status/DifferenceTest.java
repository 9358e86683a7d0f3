package io.registrybridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final Endpoint ONE = endpoint("10.0.0.1", 8080);

  @Test
  void findsNothingBetweenEquals() {
    var service = service(80, ONE);

    assertThat(Difference.between(Optional.of(service), Optional.of(service)))
        .isEqualTo(
            new Difference(List.of(), new EndpointsDifference(List.of(), List.of(), List.of())));
  }

  @Test
  void namesTheFieldsThatDiffer() {
    var difference =
        Difference.between(
            Optional.of(service(80)), Optional.of(service(81).emptySince(Shop.NOON)));

    assertThat(difference.fields())
        .extracting(Difference.Field::field)
        .containsExactly("ports", "emptySince");
    assertThat(text(difference))
        .containsExactly(
            "~ ServiceEntry mesh/orders",
            "    ~ ports: [http 80 HTTP] -> [http 81 HTTP]",
            "    ~ emptySince: none -> 2026-08-01T12:00:00Z");
  }

  @Test
  void takesAnEndpointOnAnotherPortForAnotherEndpoint() {
    var moved = endpoint("10.0.0.1", 9090);

    var endpoints =
        Difference.between(Optional.of(service(80, ONE)), Optional.of(service(80, moved)))
            .endpoints();

    assertThat(endpoints.added()).containsExactly(moved);
    assertThat(endpoints.removed()).containsExactly(ONE);
    assertThat(endpoints.changed()).isEmpty();
  }

  @Test
  void showsAnEndpointOfWhichSomethingElseIsSaidAsChanged() {
    var labelled = ONE.withLabels(new TreeMap<>(Map.of("version", "v2")));

    var difference =
        Difference.between(Optional.of(service(80, ONE)), Optional.of(service(80, labelled)));

    assertThat(difference.endpoints().changed())
        .containsExactly(new EndpointsDifference.Changed(ONE, labelled));
    assertThat(text(difference))
        .endsWith(
            "    ~ 10.0.0.1 http:8080", "        - weight=1", "        + weight=1 version=v2");
  }

  @Test
  void countsEveryEndpointOfWhatIsNewOrGone() {
    assertThat(Difference.between(Optional.empty(), Optional.of(service(80, ONE))).endpoints())
        .isEqualTo(new EndpointsDifference(List.of(ONE), List.of(), List.of()));
    assertThat(Difference.between(Optional.of(service(80, ONE)), Optional.empty()).endpoints())
        .isEqualTo(new EndpointsDifference(List.of(), List.of(ONE), List.of()));
  }

  private static List<String> text(Difference difference) {
    return ChangeText.lines("~", new PlanView.Item("ServiceEntry", "mesh/orders", "", difference))
        .toList();
  }

  private static MeshService service(int port, Endpoint... endpoints) {
    return MeshService.of(
        ResourceId.serviceEntry("mesh", "orders"),
        List.of(),
        new Spec(
            "orders.mesh",
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            List.of(new Port("http", port, "HTTP")),
            List.of(endpoints)));
  }

  private static Endpoint endpoint(String address, int port) {
    return new Endpoint(
        address, new TreeMap<>(Map.of("http", port)), new TreeMap<>(), 1, "", "", "");
  }
}
