package io.registrybridge.registry;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a registry said when it was asked, or that it said nothing. */
public sealed interface Reading {

  /** The configured name of the registry. */
  String registry();

  /** When the registry was asked. */
  Instant at();

  /** The same, said again. */
  Reading at(Instant later);

  /** What is there for certain; empty if the registry did not answer. */
  Catalog catalog();

  /** What this reading cannot speak of. */
  List<Gap> gaps();

  /** Whether what is absent is gone, save for single services or partitions. */
  default boolean tellsWhatIsAbsent() {
    return gaps().stream().noneMatch(Gap.OfAnything.class::isInstance);
  }

  /** Whether the absence of this service alone, or of its partition, means nothing. */
  default boolean hides(ServiceKey service) {
    return gaps().stream()
        .filter(gap -> !(gap instanceof Gap.OfAnything))
        .anyMatch(gap -> gap.covers(service));
  }

  /** Why there are gaps, as a sentence; empty if there are none. */
  String reason();

  /** The same, but that what is absent may be there all the same, for this reason as well. */
  default Reading doubted(String why) {
    var all = new ArrayList<>(gaps());
    all.add(new Gap.OfAnything(registry()));
    var reasons = reason().isEmpty() ? why : why + "; " + reason();
    return new Partial(registry(), at(), catalog(), all, reasons);
  }

  /** The registry told everything: what is absent is gone. */
  record Complete(String registry, Instant at, Catalog catalog) implements Reading {
    @Override
    public Reading at(Instant later) {
      return new Complete(registry, later, catalog);
    }

    @Override
    public List<Gap> gaps() {
      return List.of();
    }

    @Override
    public String reason() {
      return "";
    }
  }

  /** The registry told something; what its gaps cover may be there or not. */
  record Partial(String registry, Instant at, Catalog catalog, List<Gap> gaps, String reason)
      implements Reading {
    public Partial {
      gaps = List.copyOf(gaps);
    }

    @Override
    public Reading at(Instant later) {
      return new Partial(registry, later, catalog, gaps, reason);
    }
  }

  /** The registry did not answer: one big gap. */
  record Unavailable(String registry, Instant at, String reason) implements Reading {
    @Override
    public Reading at(Instant later) {
      return new Unavailable(registry, later, reason);
    }

    @Override
    public Catalog catalog() {
      return Catalog.empty();
    }

    @Override
    public List<Gap> gaps() {
      return List.of(new Gap.OfAnything(registry));
    }

    @Override
    public Reading doubted(String why) {
      return this;
    }
  }
}
