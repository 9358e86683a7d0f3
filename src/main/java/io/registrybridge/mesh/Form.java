package io.registrybridge.mesh;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a service's endpoints are told.
 *
 * @param since when they began to be told in both ways; of that style alone, and only once all of
 *     them are
 */
public record Form(Style style, Optional<Instant> since) {

  /** In which objects the endpoints stand, and which of them Istio goes by. */
  public enum Style {
    /** In the ServiceEntry. */
    INLINE,
    /** Each in a WorkloadEntry of its own; the ServiceEntry selects them. */
    WORKLOADS,
    /** On the way from one to the other: all in the ServiceEntry, and all in WorkloadEntries. */
    BOTH,
    /**
     * In the ServiceEntry, if there is one; and there are WorkloadEntries that say something else,
     * and that nothing selects. What was cut short or edited stands so, and nothing is written so.
     */
    RAGGED
  }

  public static final Form INLINE = new Form(Style.INLINE, Optional.empty());
  public static final Form WORKLOADS = new Form(Style.WORKLOADS, Optional.empty());
  public static final Form BOTH = new Form(Style.BOTH, Optional.empty());
  public static final Form RAGGED = new Form(Style.RAGGED, Optional.empty());

  public static Form bothSince(Instant since) {
    return new Form(Style.BOTH, Optional.of(since));
  }

  @Override
  public String toString() {
    var name = style.name().toLowerCase(Locale.ROOT);
    return since.map(time -> name + " since " + time).orElse(name);
  }
}
