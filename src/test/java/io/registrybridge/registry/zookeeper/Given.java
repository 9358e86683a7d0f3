package io.registrybridge.registry.zookeeper;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.registry.curator.EnsembleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/** What tests are given. */
final class Given {

  static final SslBundles NO_BUNDLES = new DefaultSslBundleRegistry();

  private Given() {}

  /** As the configuration would have them, with its defaults; {@code key=value} each. */
  static EnsembleSettings settings(String... pairs) {
    var properties =
        Stream.of(pairs)
            .map(pair -> pair.split("=", 2))
            .collect(toMap(pair -> "zookeeper." + pair[0], pair -> pair[1]));
    var conversions = new ApplicationConversionService();
    conversions.addConverter(String.class, Path.class, text -> Path.of(text));
    var source = new MapConfigurationPropertySource(properties);
    return new Binder(List.of(source), null, conversions)
        .bindOrCreate("zookeeper", EnsembleSettings.class);
  }
}
