package io.registrybridge.sink.mcp;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what may take long where it keeps nobody waiting. */
final class Aside {

  private static final Logger log = LoggerFactory.getLogger(Aside.class);

  private static final Duration IDLE = Duration.ofSeconds(30);

  private Aside() {}

  /** One thread, while there is anything to do; one task after the other. */
  static Executor of(String name) {
    var one =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              thread.setUncaughtExceptionHandler(
                  (where, mistake) -> log.error("{}: a defect of the bridge", name, mistake));
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
