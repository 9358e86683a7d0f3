package io.registrybridge.config;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** How long the bridge runs. */
public enum Mode {
  /** Until it is stopped. */
  RUN,
  /** For one pass. */
  ONCE;

  private static final String PROPERTY = "bridge.mode";

  /** What is configured, before that was checked: anything that is no mode is refused later. */
  static Mode in(Environment environment) {
    return Words.same(environment.getProperty(PROPERTY, "").strip(), ONCE.name()) ? ONCE : RUN;
  }

  /** For what is only there for one pass. */
  static final class OnOnce implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return in(context.getEnvironment()) == ONCE;
    }
  }

  /** One pass opens no port: it may run beside a bridge that does, and in a build. */
  public static final class Ports
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      if (in(event.getEnvironment()) == ONCE) {
        event.getSpringApplication().setWebApplicationType(WebApplicationType.NONE);
      }
    }

    @Override
    public int getOrder() {
      return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 1;
    }
  }
}
