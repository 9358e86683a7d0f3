package io.registrybridge;

import io.registrybridge.config.Demo;
import io.registrybridge.config.Errand;
import io.registrybridge.config.McpServerProperties;
import io.registrybridge.config.Mode;
import io.registrybridge.config.NamedClients;
import io.registrybridge.config.SettingsInitializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The bridge. */
@SpringBootApplication
public class BridgeApplication {

  public static void main(String[] args) {
    var context = start(args);
    context
        .getBeanProvider(Errand.class)
        .ifAvailable(errand -> System.exit(SpringApplication.exit(context)));
  }

  static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(BridgeApplication.class)
        .listeners(new Mode.Ports())
        .initializers(
            new SettingsInitializer(), new NamedClients(), new McpServerProperties(), new Demo())
        .run(args);
  }
}
