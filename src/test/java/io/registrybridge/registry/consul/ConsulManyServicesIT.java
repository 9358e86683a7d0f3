package io.registrybridge.registry.consul;

/** The same where there are more services than connections. */
class ConsulManyServicesIT extends ConsulRegistryIT {

  @Override
  protected int connections() {
    return 1;
  }
}
