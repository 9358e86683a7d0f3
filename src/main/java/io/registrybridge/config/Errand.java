package io.registrybridge.config;

import io.registrybridge.status.Verdict;
import io.registrybridge.sync.Once;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;

/** The one pass of {@link Mode#ONCE}: what it prints, and the exit code. */
public final class Errand implements ApplicationRunner, ExitCodeGenerator {

  private final Once once;
  private final Verdict verdict;
  private volatile int code = 1;

  Errand(Once once, Verdict verdict) {
    this.once = once;
    this.verdict = verdict;
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    var report = once.report();
    System.out.print(verdict.text(report));
    System.out.flush();
    code = verdict.code(report);
  }

  @Override
  public int getExitCode() {
    return code;
  }
}
