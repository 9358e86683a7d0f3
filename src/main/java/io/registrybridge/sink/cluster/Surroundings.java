package io.registrybridge.sink.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cluster that is meant where no kubeconfig is named: KUBECONFIG's, or the bridge's own. */
public final class Surroundings {

  private static final String KUBECONFIG = "KUBECONFIG";

  private Surroundings() {}

  /**
   * How to speak with it.
   *
   * @param property for which it is wanted
   * @param context of the kubeconfig, or null for its current one
   * @throws IllegalArgumentException with a sentence that names the property, if there is none
   */
  public static Config cluster(String property, @Nullable String context) {
    try {
      check(Optional.ofNullable(System.getenv(KUBECONFIG)));
      return checked(Config.autoConfigure(context));
    } catch (IllegalArgumentException nowhere) {
      throw new IllegalArgumentException(property + ": " + nowhere.getMessage(), nowhere);
    }
  }

  /** The client goes past a file that is not there, and on to another cluster. */
  static void check(Optional<String> kubeconfig) {
    kubeconfig
        .filter(named -> !named.isBlank())
        .filter(named -> Stream.of(named.split(File.pathSeparator)).noneMatch(Surroundings::read))
        .ifPresent(
            named -> {
              throw new IllegalArgumentException(
                  KUBECONFIG + " is '" + named + "', where no file can be read");
            });
  }

  private static boolean read(String path) {
    return Files.isReadable(Path.of(path));
  }

  /** What the client takes where it found nothing is a cluster's name for itself. */
  static Config checked(Config config) {
    if (config.getCurrentContext() == null
        && config.getOauthToken() == null
        && config.getAutoOAuthToken() == null
        && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
      throw new IllegalArgumentException(
          "no cluster was found: neither KUBECONFIG nor ~/.kube/config has a current context, and"
              + " this is no pod");
    }
    return config;
  }
}
