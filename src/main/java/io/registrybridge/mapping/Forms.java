package io.registrybridge.mapping;

import io.registrybridge.mesh.Form;
import java.util.Map;

/**
 * How the endpoints of one registry's services are told.
 *
 * @param workloads whether each stands in a WorkloadEntry of its own
 * @param byService the same for single services, by the service's name
 */
public record Forms(boolean workloads, Map<String, Boolean> byService) {

  /** All of them in their ServiceEntries. */
  public static final Forms INLINE = new Forms(false, Map.of());

  public Forms {
    byService = Map.copyOf(byService);
  }

  Form of(String service) {
    return byService.getOrDefault(service, workloads) ? Form.WORKLOADS : Form.INLINE;
  }
}
