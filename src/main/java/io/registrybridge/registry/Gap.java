package io.registrybridge.registry;

import io.registrybridge.catalog.ServiceKey;

/** What a reading cannot speak of: that it is absent from the reading means nothing. */
public sealed interface Gap {

  /** Whether the absence of this service, or of one of its instances, means nothing. */
  boolean covers(ServiceKey service);

  /** One service could not be read. */
  record OfService(ServiceKey service) implements Gap {
    @Override
    public boolean covers(ServiceKey other) {
      return service.equals(other);
    }
  }

  /** A service could not be read, nor those whose names go on from its own with the separator. */
  record OfBranch(ServiceKey service, String separator) implements Gap {
    @Override
    public boolean covers(ServiceKey other) {
      return service.registry().equals(other.registry())
          && service.partition().equals(other.partition())
          && (service.name().equals(other.name())
              || other.name().startsWith(service.name() + separator));
    }
  }

  /** One partition could not be read. */
  record OfPartition(String registry, String partition) implements Gap {
    @Override
    public boolean covers(ServiceKey other) {
      return registry.equals(other.registry()) && partition.equals(other.partition());
    }
  }

  /** The listing may be short: anything absent may still be there. */
  record OfAnything(String registry) implements Gap {
    @Override
    public boolean covers(ServiceKey other) {
      return registry.equals(other.registry());
    }
  }
}
