package io.registrybridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

class DemoTest {

  @TempDir Path folder;

  @Test
  void writesServicesWhereThereAreNone() {
    start("demo");

    assertThat(folder.resolve("services.yaml")).content().contains("orders:", "billing:");
  }

  @Test
  void leavesTheServicesThatAreThere() throws IOException {
    var services = Files.writeString(folder.resolve("services.yaml"), "services: {}");

    start("demo");

    assertThat(services).content().isEqualTo("services: {}");
  }

  @Test
  void doesNothingInOtherProfiles() {
    start("file");

    assertThat(folder).isEmptyDirectory();
  }

  private void start(String profile) {
    var context = new GenericApplicationContext();
    context.getEnvironment().setActiveProfiles(profile);
    new Demo(folder).initialize(context);
  }
}
