package io.registrybridge.registry;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.ServiceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    return false;
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
  record Partial(String registry, Instant at, Catalog catalog, Gaps all, String reason)
      implements Reading {

    public Partial(String registry, Instant at, Catalog catalog, List<Gap> gaps, String reason) {
      this(registry, at, catalog, Gaps.of(gaps), reason);
    }

    @Override
    public Reading at(Instant later) {
      return new Partial(registry, later, catalog, all, reason);
    }

    @Override
    public List<Gap> gaps() {
      return all.inOrder();
    }

    @Override
    public boolean hides(ServiceKey service) {
      return all.hide(service);
    }
  }

  /**
   * The gaps of a reading. It is asked of every service, and there may be one over each of 10,000,
   * so those over single services are not searched one by one.
   *
   * @param single those over one service
   * @param wider those over several, but not over anything
   */
  record Gaps(List<Gap> inOrder, Set<Gap> single, List<Gap> wider) {

    public Gaps {
      inOrder = List.copyOf(inOrder);
      single = Set.copyOf(single);
      wider = List.copyOf(wider);
    }

    static Gaps of(List<Gap> gaps) {
      var single = new HashSet<Gap>();
      var wider = new ArrayList<Gap>();
      for (var gap : gaps) {
        if (gap instanceof Gap.OfService) {
          single.add(gap);
        } else if (!(gap instanceof Gap.OfAnything)) {
          wider.add(gap);
        }
      }
      return new Gaps(gaps, single, wider);
    }

    boolean hide(ServiceKey service) {
      return single.contains(new Gap.OfService(service))
          || wider.stream().anyMatch(gap -> gap.covers(service));
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
