package io.registrybridge.registry.eureka;

import static io.registrybridge.registry.eureka.EurekaJson.application;
import static io.registrybridge.registry.eureka.EurekaJson.document;
import static io.registrybridge.registry.eureka.EurekaJson.instance;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String BROKEN = "{\"instanceId\":\"broken\",\"status\":\"UP\"}";

  private final View before =
      View.empty("shop", Selection.EVERYTHING)
          .replacedBy(
              listing(
                  application("ORDERS", instance("o1", "UP"), instance("o2", "UP")),
                  application("USERS", instance("u1", "DOWN"))));

  @Test
  void theHashCountsInstancesPerStatusInTheirOrder() {
    assertThat(before.hash()).isEqualTo("DOWN_1_UP_2_");
    assertThat(View.empty("shop", Selection.EVERYTHING).hash()).isEmpty();
  }

  @Test
  void aDeltaAddsModifiesAndDeletes() {
    var after =
        before.changedBy(
            listing(
                application(
                    "ORDERS",
                    instance("o1", "OUT_OF_SERVICE", "MODIFIED", 8080),
                    instance("o2", "UP", "DELETED", 8080),
                    instance("o3", "UP", "ADDED", 8080)),
                application("BILLING", instance("b1", "UP", "ADDED", 8080))));

    assertThat(service(after, "ORDERS").instances())
        .extracting(Instance::id, Instance::status)
        .containsExactly(tuple("o1", Status.OUT), tuple("o3", Status.UP));
    assertThat(service(after, "BILLING").instances()).hasSize(1);
    assertThat(after.hash()).isEqualTo("DOWN_1_OUT_OF_SERVICE_1_UP_2_");
  }

  @Test
  void theSameDeltaOnceMoreChangesNothingAtAll() {
    var delta =
        listing(application("ORDERS", instance("o2", "UP", "DELETED", 1), instance("o3", "UP")));
    var after = before.changedBy(delta);

    assertThat(after).isNotSameAs(before);
    assertThat(after.changedBy(delta)).isSameAs(after);
  }

  @Test
  void aServiceThatDidNotChangeIsTheSameObject() {
    var after =
        before.replacedBy(
            listing(
                application("USERS", instance("u1", "UP")),
                application("ORDERS", instance("o2", "UP"), instance("o1", "UP"))));

    assertThat(service(after, "ORDERS")).isSameAs(service(before, "ORDERS"));
    assertThat(service(after, "USERS")).isNotSameAs(service(before, "USERS"));
  }

  @Test
  void whatDidNotChangeAtAllIsTheSameCatalog() {
    var after =
        before.replacedBy(
            listing(
                application("USERS", instance("u1", "DOWN")),
                application("ORDERS", instance("o2", "UP"), instance("o1", "UP"))));

    assertThat(after.reading(NOW).catalog()).isSameAs(before.reading(NOW).catalog());
  }

  @Test
  void anApplicationThatLostItsLastInstanceIsGone() {
    var after =
        before.changedBy(listing(application("USERS", instance("u1", "DOWN", "DELETED", 1))));

    assertThat(after.reading(NOW).catalog().services()).containsOnlyKeys(key("ORDERS"));
  }

  @Test
  void anApplicationListedWithoutInstancesIsAServiceWithNone() {
    var after = before.replacedBy(listing(application("ORDERS")));

    assertThat(after.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(service(after, "ORDERS").instances()).isEmpty();
  }

  @Test
  void anInstanceThatCannotBeReadIsToldAndItsSiblingsKept() {
    var after = before.replacedBy(listing(application("ORDERS", instance("o1", "UP"), BROKEN)));

    assertThat(after.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(after.reading(NOW).catalog().flaws())
        .singleElement()
        .hasFieldOrPropertyWithValue("service", key("ORDERS"))
        .hasFieldOrPropertyWithValue("subject", "broken");
    assertThat(service(after, "ORDERS").instances()).hasSize(1);
    assertThat(after.hash()).isEqualTo("UP_2_");
  }

  @Test
  void ofAServiceWithoutAnyReadableInstanceNothingIsSaid() {
    var reading =
        before
            .replacedBy(
                listing(application("ORDERS", BROKEN), application("USERS", instance("u", "UP"))))
            .reading(NOW);

    assertThat(reading)
        .isInstanceOf(Reading.Partial.class)
        .extracting(Reading::reason)
        .isEqualTo("no instance can be read of ORDERS");
    assertThat(reading.gaps()).containsExactly(new Gap.OfService(key("ORDERS")));
    assertThat(reading.catalog().services()).containsOnlyKeys(key("USERS"));
  }

  @Test
  void anApplicationWithoutANameMayBeAnyOfThoseThatAreMissing() {
    var reading = before.replacedBy(listing(application("", instance("o1", "UP")))).reading(NOW);

    assertThat(reading.gaps()).containsExactly(new Gap.OfAnything("shop"));
    assertThat(reading.catalog().services()).isEmpty();
  }

  private static Service service(View view, String name) {
    return requireNonNull(view.reading(NOW).catalog().services().get(key(name)));
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("shop", "", name);
  }

  private static Listing listing(String... applications) {
    try {
      var document = document(1, "", applications).getBytes(UTF_8);
      return (Listing) ListingReader.read(new ByteArrayInputStream(document), Given.NOTHING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
