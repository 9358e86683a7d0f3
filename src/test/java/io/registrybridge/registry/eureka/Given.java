package io.registrybridge.registry.eureka;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.registry.http.Transport;
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

  /** What is known of a registry that was not read yet. */
  static final View NOTHING = View.empty("shop", Selection.EVERYTHING);

  private Given() {}

  /** As the configuration would have them, with its defaults; {@code key=value} each. */
  static EurekaSettings settings(String... pairs) {
    var properties =
        Stream.of(pairs)
            .map(pair -> pair.split("=", 2))
            .collect(toMap(pair -> "eureka." + pair[0], pair -> pair[1]));
    var conversions = new ApplicationConversionService();
    conversions.addConverter(String.class, Path.class, text -> Path.of(text));
    var source = new MapConfigurationPropertySource(properties);
    return new Binder(List.of(source), null, conversions)
        .bindOrCreate("eureka", EurekaSettings.class);
  }

  static EurekaClient client(EurekaSettings settings) {
    return client(settings, NO_BUNDLES);
  }

  static EurekaClient client(EurekaSettings settings, SslBundles bundles) {
    return new EurekaClient(
        settings, new Transport("shop", settings.timeout(), settings.sslBundle(), bundles));
  }
}
