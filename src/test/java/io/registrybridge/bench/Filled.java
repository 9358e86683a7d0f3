package io.registrybridge.bench;

import java.util.Map;

/** A real registry full of services. */
interface Filled extends AutoCloseable {

  /** By which a bridge finds it, under the name {@code shop}. */
  Map<String, Object> properties();

  @Override
  void close();
}
