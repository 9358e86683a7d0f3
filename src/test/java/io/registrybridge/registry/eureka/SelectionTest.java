package io.registrybridge.registry.eureka;

import static io.registrybridge.registry.eureka.EurekaJson.application;
import static io.registrybridge.registry.eureka.EurekaJson.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.Reading;
import io.registrybridge.registry.eureka.EurekaSettings.By;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is listed of what a registry holds, and under which names. */
class SelectionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Gap ANYTHING = new Gap.OfAnything("shop");

  private final View byVip = View.empty("shop", new Selection(By.VIP_ADDRESS, Set.of()));
  private final View hereOnly = View.empty("shop", new Selection(By.APP, Set.of("a", "b")));

  @Test
  void aVipSpansApplicationsAndAnInstanceHasSeveral() {
    var view =
        byVip.replacedBy(
            listing(
                application("ORDERS", vip("one", "orders, API"), vip("two", "orders")),
                application("LEGACY", vip("one", "Orders"))));

    assertThat(view.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(names(view)).containsExactly("api", "orders");
    assertThat(service(view, "orders").instances())
        .extracting(Instance::id)
        .containsExactly("LEGACY/one", "ORDERS/one", "ORDERS/two");
    assertThat(service(view, "api").instances())
        .extracting(Instance::id)
        .containsExactly("ORDERS/one");
  }

  @Test
  void aDeltaMovesAnInstanceFromOneVipToAnother() {
    var before =
        byVip.replacedBy(
            listing(
                application("ORDERS", vip("one", "orders"), vip("two", "orders")),
                application("STOCK", vip("s", "stock"))));
    var after = before.changedBy(listing(application("ORDERS", vip("two", "api"))));

    assertThat(ids(after, "orders")).containsExactly("ORDERS/one");
    assertThat(ids(after, "api")).containsExactly("ORDERS/two");
    assertThat(service(after, "stock")).isSameAs(service(before, "stock"));
    assertThat(after.hash()).isEqualTo("UP_3_");
  }

  @Test
  void aVipThatNobodyHasAnyMoreIsGone() {
    var before = byVip.replacedBy(listing(application("ORDERS", vip("one", "orders,api"))));
    var after = before.changedBy(listing(application("ORDERS", vip("one", "api"))));

    assertThat(after.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(names(after)).containsExactly("api");
    assertThat(service(after, "api")).isSameAs(service(before, "api"));
  }

  @Test
  void aServiceIsTheSameObjectThoughItsApplicationsChangedOtherwise() {
    var before =
        byVip.replacedBy(
            listing(application("ORDERS", vip("one", "orders"), vip("two", "api,orders"))));
    var after = before.changedBy(listing(application("ORDERS", down("two", "api"))));

    assertThat(ids(after, "orders")).containsExactly("ORDERS/one");
    assertThat(
            after
                .changedBy(listing(application("ORDERS", vip("two", "api"))))
                .reading(NOW)
                .catalog()
                .services()
                .get(key("orders")))
        .isSameAs(service(after, "orders"));
  }

  @Test
  void anInstanceWithTlsAloneHasASecureVip() {
    var view =
        byVip.replacedBy(
            listing(
                application(
                    "ORDERS",
                    instance("one", "'secureVipAddress':'orders-tls'"),
                    instance("two", "'vipAddress':'orders','secureVipAddress':'orders-tls'"))));

    assertThat(ids(view, "orders")).containsExactly("ORDERS/two");
    assertThat(ids(view, "orders-tls")).containsExactly("ORDERS/one");
  }

  @Test
  void anInstanceWithoutAVipIsLeftOutAndReported() {
    var view =
        byVip.replacedBy(listing(application("ORDERS", vip("one", " , "), vip("two", "orders"))));

    assertThat(view.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(names(view)).containsExactly("orders");
    assertThat(flaws(view))
        .containsExactly(
            new Flaw(key("ORDERS"), "one", "it has neither vipAddress nor secureVipAddress"));
  }

  @Test
  void ofAVipWithoutAnyReadableInstanceNothingIsSaid() {
    var view =
        byVip.replacedBy(
            listing(
                application("ORDERS", broken("one", "orders,api")),
                application("LEGACY", vip("l", "orders"))));

    assertThat(view.reading(NOW).gaps()).containsExactly(new Gap.OfService(key("api")));
    assertThat(view.reading(NOW).reason()).isEqualTo("no instance can be read of api");
    assertThat(ids(view, "orders")).containsExactly("LEGACY/l");
    assertThat(flaws(view)).extracting(Flaw::service).containsExactly(key("api"), key("orders"));
  }

  @Test
  void anInstanceWhoseVipCannotBeReadMayBeOfAnyService() {
    var view =
        byVip.replacedBy(
            listing(
                application("ORDERS", "7", vip("one", "orders")),
                application("STOCK", vip("s", "x".repeat(5000)))));

    assertThat(view.reading(NOW).gaps()).containsExactly(ANYTHING);
    assertThat(view.reading(NOW).reason())
        .isEqualTo("the name of a service cannot be read in ORDERS, STOCK");
    assertThat(names(view)).containsExactly("orders");
    assertThat(flaws(view))
        .extracting(Flaw::service, Flaw::subject)
        .containsExactly(tuple(key("ORDERS"), ""), tuple(key("STOCK"), "s"));

    var healed = view.changedBy(listing(application("STOCK", vip("s", "stock"))));
    assertThat(healed.reading(NOW).gaps()).containsExactly(ANYTHING);
    assertThat(names(healed)).containsExactly("orders", "stock");
  }

  @Test
  void whatRunsInOtherZonesIsNotListed() {
    var view =
        hereOnly.replacedBy(
            listing(
                application("ORDERS", zone("a1", "a"), zone("b1", "b"), zone("c1", "c")),
                application("ABROAD", zone("c2", "c")),
                application("NOWHERE", instance("n", "'vipAddress':'x'"))));

    assertThat(view.reading(NOW)).isInstanceOf(Reading.Complete.class);
    assertThat(names(view)).containsExactly("ORDERS");
    assertThat(ids(view, "ORDERS")).containsExactly("a1", "b1");
    assertThat(flaws(view)).isEmpty();
    assertThat(view.hash()).isEqualTo("UP_5_");
  }

  @Test
  void whatChangesInOtherZonesChangesNothing() {
    var before =
        hereOnly.replacedBy(listing(application("ORDERS", zone("a1", "a"), zone("c1", "c"))));
    var after =
        before.changedBy(
            listing(application("ORDERS", zone("c2", "c")), application("X", zone("c3", "c"))));

    assertThat(after.hash()).isEqualTo("UP_4_");
    assertThat(after.reading(NOW).catalog()).isSameAs(before.reading(NOW).catalog());
  }

  @Test
  void anInstanceThatMovesToAnotherZoneIsGone() {
    var after =
        hereOnly
            .replacedBy(listing(application("ORDERS", zone("one", "a"), zone("two", "a"))))
            .changedBy(listing(application("ORDERS", zone("two", "c"))));

    assertThat(ids(after, "ORDERS")).containsExactly("one");
  }

  @Test
  void aZoneThatCannotBeReadMayBeOneOfOurs() {
    var view =
        hereOnly.replacedBy(
            listing(
                application("ORDERS", "7", zone("c1", "c")),
                application("STOCK", "{'instanceId':'s','metadata':{'zone':'c'}}")));

    assertThat(view.reading(NOW).gaps()).containsExactly(new Gap.OfService(key("ORDERS")));
  }

  @Test
  void anApplicationWithoutANameMayBeOfAnyService() {
    var view = byVip.replacedBy(listing(application("", vip("one", "orders"))));

    assertThat(view.reading(NOW).gaps()).containsExactly(ANYTHING);
    assertThat(view.reading(NOW).reason())
        .isEqualTo("the name of a service cannot be read in an application without a name");
  }

  private static String vip(String id, String vips) {
    return instance(id, "'vipAddress':'" + vips + "'");
  }

  private static String down(String id, String vips) {
    return vip(id, vips).replace("'UP'", "'DOWN'");
  }

  private static String zone(String id, String zone) {
    return instance(id, "'metadata':{'zone':'" + zone + "'}");
  }

  private static String broken(String id, String vips) {
    return "{'instanceId':'%s','status':'UP','vipAddress':'%s'}".formatted(id, vips);
  }

  private static String instance(String id, String more) {
    return "{'instanceId':'%s','ipAddr':'10.0.0.1','status':'UP','port':{'$':80},%s}"
        .formatted(id, more);
  }

  private static Set<String> names(View view) {
    return view.reading(NOW).catalog().services().keySet().stream()
        .map(ServiceKey::name)
        .collect(toCollection(TreeSet::new));
  }

  private static List<String> ids(View view, String name) {
    return service(view, name).instances().stream().map(Instance::id).toList();
  }

  private static List<Flaw> flaws(View view) {
    return view.reading(NOW).catalog().flaws();
  }

  private static Service service(View view, String name) {
    return requireNonNull(view.reading(NOW).catalog().services().get(key(name)));
  }

  private static ServiceKey key(String name) {
    return new ServiceKey("shop", "", name);
  }

  private static Listing listing(String... applications) {
    try {
      var document = document(1, "", applications).replace('\'', '"').getBytes(UTF_8);
      return (Listing) ListingReader.read(new ByteArrayInputStream(document), Given.NOTHING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
