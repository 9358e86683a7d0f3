package io.registrybridge.status;

import io.registrybridge.mesh.ResourceId;
import java.util.Locale;

/** How things are spelled towards operators. */
final class Spelling {

  private Spelling() {}

  /** As in the configuration. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Namespace and name; the kind stands beside it. */
  static String of(ResourceId id) {
    return id.namespace() + "/" + id.name();
  }
}
