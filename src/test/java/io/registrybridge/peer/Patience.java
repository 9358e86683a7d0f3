package io.registrybridge.peer;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * How long every test waits for what is to come. Where all is well nobody waits for so long; on a
 * machine that is busy with something else everything may take many times its usual time.
 */
public final class Patience implements BeforeAllCallback, TestInstancePreConstructCallback {

  /** For whoever waits by other means than Awaitility's. */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public void beforeAll(ExtensionContext context) {
    beginWaiting();
  }

  /** A test that is made once for its class is made before that. */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    beginWaiting();
  }

  /** Who looks for the first of nothing looks too early, which is no failure either. */
  private static void beginWaiting() {
    Awaitility.setDefaultTimeout(LIMIT);
    Awaitility.ignoreExceptionsByDefault();
  }
}
