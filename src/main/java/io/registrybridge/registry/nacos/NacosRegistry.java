package io.registrybridge.registry.nacos;

import io.registrybridge.registry.Observation;
import io.registrybridge.registry.PolledRegistry;
import io.registrybridge.registry.Registry;

/**
 * A registry that is read when it notifies and every so often, and in full when it is refreshed.
 */
record NacosRegistry(PolledRegistry polled, NacosSource source) implements Registry {

  @Override
  public String name() {
    return polled.name();
  }

  @Override
  public String kind() {
    return polled.kind();
  }

  @Override
  public void start(Runnable hint) {
    polled.start(hint);
  }

  @Override
  public Observation latest() {
    return polled.latest();
  }

  @Override
  public void refresh() {
    source.wantEverything();
    polled.refresh();
  }

  @Override
  public void close() {
    polled.close();
  }
}
