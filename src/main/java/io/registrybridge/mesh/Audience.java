package io.registrybridge.mesh;

import java.util.Comparator;
import java.util.List;

/**
 * Who reads what the bridge serves.
 *
 * @param answered whether those who ask are answered; always, where nobody asks the bridge
 * @param istiods those that are connected, by name
 */
public record Audience(boolean answered, List<Istiod> istiods) {

  /** Where nobody reads from the bridge itself. */
  public static final Audience NONE = new Audience(true, List.of());

  public Audience {
    istiods =
        istiods.stream()
            .sorted(Comparator.comparing(Istiod::node).thenComparing(Istiod::connected))
            .toList();
  }
}
