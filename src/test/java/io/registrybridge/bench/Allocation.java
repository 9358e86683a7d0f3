package io.registrybridge.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** How much the threads that live have allocated so far. */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  static long bytes() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  /** What one of some passes allocated, to be printed. */
  static String perPass(long since, int passes) {
    return "%,d kB a pass".formatted((bytes() - since) / passes / 1_000);
  }
}
