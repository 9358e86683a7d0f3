package io.registrybridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StableAddressesTest {

  private final RulesBuilder rules = new RulesBuilder();
  private final Map<ResourceId, List<Origin>> holders = new HashMap<>();
  private final Map<ResourceId, List<String>> standing = new HashMap<>();

  @BeforeEach
  void give() {
    rules.vips = Optional.of("240.241.0.0/24");
  }

  @Test
  void noHostHasAnAddressWhereThereAreNoneToGive() {
    rules.vips = Optional.empty();

    assertThat(addresses(services(3)).values()).containsOnly(List.of());
  }

  @Test
  void everyHostHasOneOfItsOwn() {
    var addresses = addresses(services(200));

    assertThat(addresses.values()).allMatch(one -> one.size() == 1).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aHostHasTheSameFromEveryBridgeInWhateverOrderItIsListed(long seed) {
    var services = new ArrayList<>(services(200));
    var before = addresses(services);
    Collections.shuffle(services, new Random(seed));

    assertThat(addresses(services)).isEqualTo(before);
  }

  @Test
  void aHostKeepsItsOwnWhoeverComes() {
    var before = stand(addresses(services(100)));

    assertThat(addresses(services(200))).containsAllEntriesOf(before);
  }

  @Test
  void aHostKeepsItsOwnWhoeverGoes() {
    var before = stand(addresses(services(200)));
    var rest = services(200).subList(120, 200);

    assertThat(before).containsAllEntriesOf(addresses(rest));
  }

  @Test
  void nobodyGetsWhatAnotherStillHolds() {
    var held = addresses(services(1)).values().iterator().next();
    standing.put(ResourceId.serviceEntry("elsewhere", "somebody.mesh"), held);

    assertThat(addresses(services(1)).values()).doesNotContain(held);
  }

  @Test
  void ofTwoThatStandWithOneAddressTheFirstKeepsIt() {
    var shared = addresses(services(1)).values().iterator().next();
    stand(new TreeMap<>(Map.of(id(0), shared, id(1), shared)));

    var addresses = addresses(services(2));

    assertThat(addresses.get(id(0))).isEqualTo(shared);
    assertThat(addresses.get(id(1))).hasSize(1).isNotEqualTo(shared);
  }

  @Test
  void anotherBlockGivesEveryHostAnotherAddress() {
    stand(addresses(services(10)));
    rules.vips = Optional.of("fd00::/64");

    assertThat(addresses(services(10)).values())
        .allSatisfy(one -> assertThat(one).singleElement().asString().startsWith("fd00:"));
  }

  @Test
  void whereTheBlockIsUsedUpTheRestGetsNoneAndThatIsTold() {
    rules.vips = Optional.of("240.241.0.0/29");

    var mapped = map(services(8));

    assertThat(mapped.services()).hasSize(8);
    assertThat(mapped.services().values().stream().filter(one -> !one.spec().addresses().isEmpty()))
        .hasSize(6);
    assertThat(mapped.flaws())
        .extracting(Flaw::reason)
        .hasSize(2)
        .allMatch(reason -> reason.contains("vip-cidr 240.241.0.0/29"));
  }

  @Test
  void aBlockIsGivenDownToItsLastAddressBesideWhatStands() {
    rules.vips = Optional.of("240.241.0.0/27");
    stand(addresses(services(15)));

    assertThat(addresses(services(30)).values())
        .allMatch(one -> one.size() == 1)
        .doesNotHaveDuplicates();
  }

  @Test
  void whoseRegistryHasNoneToGiveGetsNoneAndThatIsNoFlaw() {
    var giving = rules.build();
    rules.vips = Optional.empty();
    var instance = Instance.of("i", "10.0.0.1", Map.of("primary", 8080), Status.UP, Map.of());
    var other = Service.of(new ServiceKey("core", "", "S000"), List.of(instance));
    var catalogs =
        List.of(Catalog.of(services(1), List.of()), Catalog.of(List.of(other), List.of()));

    var mapped =
        new Mapper(Map.of("shop", giving, "core", rules.build())).map(catalogs, holders, standing);

    assertThat(byId(mapped.services().values()).values())
        .extracting(List::size)
        .containsExactly(0, 1);
    assertThat(mapped.flaws()).isEmpty();
  }

  @Test
  void whatWillNotStandTakesNoAddress() {
    rules.vips = Optional.of("240.241.0.0/30");
    var empty = Service.of(new ServiceKey("shop", "", "A"), List.of());
    var services = new ArrayList<>(List.of(empty));
    services.addAll(services(2));

    assertThat(map(services).flaws()).isEmpty();
  }

  @Test
  void whatTheConfigurationMovesKeepsItsAddressWhereItStands() {
    stand(addresses(services(1)));
    holders.put(id(0), List.of(new Origin("shop", "", "S000")));
    rules.host = "{service}.new.mesh";

    var mapped = map(services(1));

    assertThat(mapped.displaced().values())
        .singleElement()
        .satisfies(one -> assertThat(one.spec().addresses()).isEqualTo(standing.get(id(0))));
    assertThat(mapped.services().values().iterator().next().spec().addresses())
        .hasSize(1)
        .isNotEqualTo(standing.get(id(0)));
  }

  @Test
  void aServiceThatDidNotChangeIsTheSameObjectAgain() {
    var mapper = new Mapper(Map.of("shop", rules.build()));
    var catalog = List.of(Catalog.of(services(3), List.of()));
    var first = mapper.map(catalog, holders, standing).services();
    stand(byId(first.values()));

    var second = mapper.map(catalog, holders, standing).services();

    first.forEach((id, service) -> assertThat(second.get(id)).isSameAs(service));
  }

  private SortedMap<ResourceId, List<String>> stand(SortedMap<ResourceId, List<String>> addresses) {
    standing.putAll(addresses);
    return addresses;
  }

  private SortedMap<ResourceId, List<String>> addresses(Collection<Service> services) {
    return byId(map(services).services().values());
  }

  private static SortedMap<ResourceId, List<String>> byId(Collection<MeshService> services) {
    var byId = new TreeMap<ResourceId, List<String>>();
    services.forEach(service -> byId.put(service.id(), service.spec().addresses()));
    return byId;
  }

  private Mapped map(Collection<Service> services) {
    return new Mapper(Map.of("shop", rules.build()))
        .map(List.of(Catalog.of(services, List.of())), holders, standing);
  }

  private static ResourceId id(int number) {
    return ResourceId.serviceEntry("mesh", "s%03d.shop.mesh".formatted(number));
  }

  private static List<Service> services(int count) {
    return IntStream.range(0, count).mapToObj(StableAddressesTest::service).toList();
  }

  private static Service service(int number) {
    var instance =
        Instance.of("i", "10.0.0.1", Map.of(Instance.PRIMARY, 8080), Status.UP, Map.of());
    return Service.of(new ServiceKey("shop", "", "S%03d".formatted(number)), List.of(instance));
  }
}
