package io.registrybridge;

import io.registrybridge.config.Demo;
import io.registrybridge.config.SettingsInitializer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The bridge. */
@SpringBootApplication
public class BridgeApplication {

  public static void main(String[] args) {
    start(args);
  }

  static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(BridgeApplication.class)
        .initializers(new SettingsInitializer(), new Demo())
        .run(args);
  }
}
