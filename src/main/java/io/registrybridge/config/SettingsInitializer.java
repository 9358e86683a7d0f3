package io.registrybridge.config;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Reads the configuration before there is any bean, so that a wrong one touches nothing. */
public final class SettingsInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var settings = BridgeSettings.of(context.getEnvironment());
    context.getBeanFactory().registerSingleton("bridgeSettings", settings);
  }
}
