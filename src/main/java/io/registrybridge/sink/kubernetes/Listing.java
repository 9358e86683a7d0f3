package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.ListMeta;
import io.registrybridge.plan.Standing;
import java.util.List;

/**
 * All that stood in a namespace at one revision.
 *
 * @param revision the list's resourceVersion, where a watch goes on
 */
record Listing(List<Standing> all, long revision) {

  Listing {
    all = List.copyOf(all);
  }

  static Listing of(List<Standing> all, ListMeta metadata) {
    return new Listing(all, Long.parseLong(metadata.getResourceVersion()));
  }
}
