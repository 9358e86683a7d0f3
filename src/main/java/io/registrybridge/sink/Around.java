package io.registrybridge.sink;

import io.registrybridge.mesh.Audience;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sink around another one, which it leaves as it is in all that it does not say otherwise. */
interface Around extends Sink {

  /** The one inside. */
  Sink sink();

  @Override
  default String name() {
    return sink().name();
  }

  @Override
  default String kind() {
    return sink().kind();
  }

  @Override
  default void start(Runnable hint) {
    sink().start(hint);
  }

  @Override
  default Current current() {
    return sink().current();
  }

  @Override
  default void heard() {
    sink().heard();
  }

  @Override
  default Optional<Map<String, String>> kept() {
    return sink().kept();
  }

  @Override
  default String sees() {
    return sink().sees();
  }

  @Override
  default List<String> lacks() {
    return sink().lacks();
  }

  @Override
  default int restarts() {
    return sink().restarts();
  }

  @Override
  default Audience audience() {
    return sink().audience();
  }

  @Override
  default void close() {
    sink().close();
  }
}
