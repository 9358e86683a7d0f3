package io.registrybridge.config;

import io.registrybridge.sink.mcp.McpSettings;
import io.registrybridge.sink.mcp.RenewedBundle;
import io.registrybridge.sink.mcp.Streams;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What Spring Boot starts its gRPC server for: nothing, unless istiods are to be served. */
@Configuration(proxyBeanMethods = false)
@Conditional(McpServer.OnSink.class)
class McpServer {

  /** Where there is a sink of kind mcp, and the bridge stays. */
  static final class OnSink implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null
          && Mode.in(context.getEnvironment()) == Mode.RUN
          && beans.getBeanProvider(BridgeSettings.class).stream()
              .anyMatch(settings -> !settings.properties().sink().mcp().isEmpty());
    }
  }

  @Bean
  Streams mcpStreams(Clock clock) {
    return new Streams(clock);
  }

  @Bean
  SslBundleRegistrar mcpBundle(BridgeSettings settings, ObjectProvider<SslBundles> bundles) {
    return registry ->
        bundle(settings)
            .forEach(
                name ->
                    registry.registerBundle(
                        McpServerProperties.BUNDLE, RenewedBundle.of(name, bundles::getObject)));
  }

  private static Stream<String> bundle(BridgeSettings settings) {
    return settings.properties().sink().mcp().values().stream()
        .map(McpSettings::sslBundle)
        .flatMap(name -> name.stream());
  }
}
