package io.registrybridge.bench;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.mapping.Mapper;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Demand;
import io.registrybridge.plan.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the stages are measured with. */
public final class Sample {

  private static final int INSTANCES = 10;

  private Sample() {}

  static Catalog catalog(int services) {
    return Estate.of(services, INSTANCES).latest().reading().catalog();
  }

  /** The same with one instance less in one service. */
  static Catalog oneChanged(Catalog catalog) {
    var service = Estate.service(0, INSTANCES - 1);
    return new Catalog(catalog.services().with(service.key(), service), catalog.flaws());
  }

  static Mapper mapper() {
    return new Mapper(Estate.settings().mapping());
  }

  /** What is called for when this is listed, and when no registry hides anything. */
  static Demand demand(Mapper mapper, Catalog catalog) {
    var services = mapper.map(List.of(catalog), Map.of()).services();
    return new Demand(services, Book.empty(), Book.empty(), List.of());
  }

  /** What one service with ten instances becomes. */
  public static MeshService service() {
    return demand(mapper(), catalog(1)).services().values().iterator().next();
  }

  static Actual standing(Collection<MeshService> services) {
    return Actual.of(services.stream().map(Sample::standing).toList());
  }

  private static Standing standing(MeshService service) {
    return new Standing(
        service.id(), "bench", List.of(service.spec().host()), Optional.of(service), "1");
  }
}
