package io.registrybridge.web;

import static java.util.stream.Collectors.toMap;

import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * What stands before actuator, and the console beside it. In the application's context, and named
 * in {@code META-INF/spring} because a management port has a context of its own.
 */
@ConditionalOnWebApplication
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementWebConfiguration {

  /** The endpoints whose POSTs take no body. */
  private static final List<String> ENDPOINTS = List.of("sync", "guard", "bridge");

  /** The endpoints that the console asks. */
  private static final List<String> ASKED = List.of("sync", "plan", "guard");

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    return ordered(Ordered.HIGHEST_PRECEDENCE, new SecurityHeaders());
  }

  @Bean
  FilterRegistrationBean<OwnPagesOnly> ownPagesOnly() {
    return ordered(Ordered.HIGHEST_PRECEDENCE + 1, new OwnPagesOnly());
  }

  @Bean
  FilterRegistrationBean<BodilessPosts> bodilessPosts(WebEndpointProperties actuator) {
    var registration = ordered(Ordered.HIGHEST_PRECEDENCE + 2, new BodilessPosts());
    registration.setUrlPatterns(
        ENDPOINTS.stream().map(endpoint -> path(endpoint, actuator) + "/*").toList());
    return registration;
  }

  @Bean
  ServletRegistrationBean<Console> console(
      WebEndpointProperties actuator, ApplicationContext context) {
    var endpoints =
        ASKED.stream()
            .collect(
                toMap(endpoint -> endpoint, endpoint -> path(endpoint, actuator).substring(1)));
    var registration = new ServletRegistrationBean<>(new Console(endpoints), "", "/console/*");
    registration.setEnabled(hasEndpoints(context));
    return registration;
  }

  /** Whether actuator's endpoints are at this context's port. */
  private static boolean hasEndpoints(ApplicationContext context) {
    return ManagementPortType.get(context.getEnvironment()) == ManagementPortType.SAME
        || WebServerApplicationContext.hasServerNamespace(context, "management");
  }

  private static <T extends Filter> FilterRegistrationBean<T> ordered(int order, T filter) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  private static String path(String endpoint, WebEndpointProperties actuator) {
    return actuator.getBasePath()
        + "/"
        + actuator.getPathMapping().getOrDefault(endpoint, endpoint);
  }
}
