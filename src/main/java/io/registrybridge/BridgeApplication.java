package io.registrybridge;

import io.registrybridge.config.Demo;
import io.registrybridge.config.SettingsInitializer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The bridge. */
@SpringBootApplication
public class BridgeApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(BridgeApplication.class)
        .initializers(new SettingsInitializer(), new Demo())
        .run(args);
  }
}
