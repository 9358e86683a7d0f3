package io.registrybridge.config;

import io.registrybridge.registry.Registry;
import io.registrybridge.sink.Sink;
import io.registrybridge.sync.Loop;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the bridge: who is written to is known before who is read. A pass that runs
 * leaves to another replica what it has not begun yet, and has ended before anything is closed.
 */
final class Lifecycle implements SmartLifecycle {

  private final Connections connections;
  private final Loop loop;
  private final Mode mode;
  private volatile boolean running;

  Lifecycle(Connections connections, Loop loop, Mode mode) {
    this.connections = connections;
    this.loop = loop;
    this.mode = mode;
  }

  @Override
  public void start() {
    connections.sinks().forEach(sink -> sink.start(() -> loop.hint(sink.name())));
    connections.registries().forEach(registry -> registry.start(() -> loop.hint(registry.name())));
    if (mode == Mode.RUN) {
      loop.start();
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    connections.sinks().forEach(Sink::leave);
    loop.close();
    connections.registries().forEach(Registry::close);
    connections.sinks().forEach(Sink::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
