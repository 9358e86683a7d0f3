package io.registrybridge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ClassPathResource;

/** With the profile {@code demo}: something to read where nothing is, and a word on what to try. */
public final class Demo implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  private final Path folder;

  public Demo() {
    this(Path.of(""));
  }

  Demo(Path folder) {
    this.folder = folder;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (context.getEnvironment().acceptsProfiles(Profiles.of("demo"))) {
      writeSample();
      context.addApplicationListener(new Tour());
    }
  }

  private void writeSample() {
    var services = folder.resolve("services.yaml");
    if (Files.exists(services)) {
      return;
    }
    try (var sample = new ClassPathResource("demo/services.yaml").getInputStream()) {
      Files.copy(sample, services);
    } catch (IOException unwritable) {
      throw new UncheckedIOException("the demo's services.yaml could not be written", unwritable);
    }
  }

  /** Says what to try once there is something to look at. */
  private static final class Tour implements ApplicationListener<ApplicationReadyEvent> {

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
      var port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
      if (port != null) {
        LOG.info(
            "demo: edit ./services.yaml and look at ./mesh, or at"
                + " http://localhost:{}/actuator/sync",
            port);
      }
    }
  }
}
