package io.registrybridge.config;

import io.grpc.TlsServerCredentials.ClientAuth;
import io.registrybridge.sink.mcp.McpSettings;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Tells Spring Boot's gRPC server how the sink of kind mcp wants it secured. */
public final class McpServerProperties
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** The sink's bundle as the server gets it. */
  static final String BUNDLE = "registrybridge-mcp";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var settings = context.getBeanFactory().getBean(BridgeSettings.class);
    settings.properties().sink().mcp().values().stream()
        .filter(mcp -> mcp.sslBundle().isPresent())
        .map(McpServerProperties::properties)
        .forEach(context.getEnvironment().getPropertySources()::addFirst);
  }

  private static MapPropertySource properties(McpSettings mcp) {
    return new MapPropertySource(
        "mcpServer",
        Map.of(
            "spring.grpc.server.ssl.bundle",
            BUNDLE,
            "spring.grpc.server.ssl.client-auth",
            clientAuth(mcp.clientCertificates())));
  }

  private static ClientAuth clientAuth(McpSettings.ClientCertificates certificates) {
    return switch (certificates) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }
}
