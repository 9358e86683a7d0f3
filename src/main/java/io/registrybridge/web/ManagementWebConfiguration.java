package io.registrybridge.web;

import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * What stands before actuator, on the application's port or on its own. Named in {@code
 * META-INF/spring}, because a management port has a context of its own.
 */
@ConditionalOnWebApplication
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementWebConfiguration {

  /** The endpoints whose POSTs take no body. */
  private static final List<String> ENDPOINTS = List.of("sync", "guard", "bridge");

  @Bean
  FilterRegistrationBean<BodilessPosts> bodilessPosts(WebEndpointProperties actuator) {
    var registration = new FilterRegistrationBean<>(new BodilessPosts());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setUrlPatterns(
        ENDPOINTS.stream().map(endpoint -> path(endpoint, actuator) + "/*").toList());
    return registration;
  }

  private static String path(String endpoint, WebEndpointProperties actuator) {
    return actuator.getBasePath()
        + "/"
        + actuator.getPathMapping().getOrDefault(endpoint, endpoint);
  }
}
