package io.registrybridge.catalog;

import io.registrybridge.book.Pool;
import java.util.Collection;
import java.util.List;

/**
 * A service that a registry lists, with its instances in a fixed order; there may be none.
 *
 * <p>Compared by identity on the hot path: a registry gives the same object again as long as
 * nothing about the service changed.
 */
public record Service(ServiceKey key, List<Instance> instances) {

  public Service {
    var pool = new Pool();
    instances = instances.stream().map(one -> one.sharing(pool)).sorted().toList();
  }

  public static Service of(ServiceKey key, Collection<Instance> instances) {
    return new Service(key, List.copyOf(instances));
  }
}
