package io.registrybridge.status;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The status alone, over a bridge that is none. No stereotype: the bridge's own scan must not find
 * it.
 */
@EnableAutoConfiguration
@Import(StatusConfiguration.class)
class StatusApp {

  @Bean
  FakeBridge bridge() {
    var bridge = new FakeBridge();
    Shop.open(bridge);
    return bridge;
  }

  @Bean
  BridgeInfo info() {
    return Shop.info();
  }

  @Bean
  AdminToken token(@Value("${test.token-file:}") String file) {
    return new AdminToken(Optional.of(file).filter(name -> !name.isEmpty()).map(Path::of));
  }

  @Bean
  Clock clock() {
    return Clock.fixed(Shop.NOON.plusSeconds(30), ZoneOffset.UTC);
  }
}
