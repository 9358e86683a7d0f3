package io.registrybridge.registry;

import java.util.concurrent.ThreadFactory;

/** Makes threads that bear one name, and that keep no program from ending. */
public record Daemons(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
