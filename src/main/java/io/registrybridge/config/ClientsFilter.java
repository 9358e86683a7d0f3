package io.registrybridge.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what the bridge needs for Spring Cloud's clients alone, while no registry names one:
 * parts of it have no switch of their own, and it makes up a tenth of the start.
 */
final class ClientsFilter implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final Set<String> BESIDES =
      Set.of(
          "org.springframework.boot.gson.autoconfigure.GsonAutoConfiguration",
          "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration");

  private boolean clients = true;

  @Override
  public void setEnvironment(Environment environment) {
    // Absent in a program that is not the bridge and has its classes, such as a test's server.
    clients = environment.getProperty(NamedClients.ANY, Boolean.class, true);
  }

  @Override
  public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
    var matches = new boolean[classes.length];
    for (var i = 0; i < classes.length; i++) {
      matches[i] = clients || !ofClients(String.valueOf(classes[i]));
    }
    return matches;
  }

  private static boolean ofClients(String configuration) {
    return configuration.startsWith("org.springframework.cloud.")
        || BESIDES.contains(configuration);
  }
}
