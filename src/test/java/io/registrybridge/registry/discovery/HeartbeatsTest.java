package io.registrybridge.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.registrybridge.registry.PolledRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.event.ParentHeartbeatEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class HeartbeatsTest {

  private final AtomicInteger reads = new AtomicInteger();
  private final FakeClient client = new FakeClient();
  private final PolledRegistry registry =
      DiscoveryClientRegistries.of("spring", seldomRead(), client, Clock.systemUTC());
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  @BeforeEach
  void start() {
    client.beforeListing(reads::incrementAndGet);
    context.registerBean(Heartbeats.class, () -> Heartbeats.among(List.of(registry)));
    context.refresh();
    registry.start(() -> {});
    await().until(() -> reads.get() == 1);
  }

  @AfterEach
  void close() {
    registry.close();
    context.close();
  }

  @Test
  void aHeartbeatWithANewValueBringsTheNextReadForward() {
    publish(new HeartbeatEvent(this, 1));
    await().until(() -> reads.get() == 2);
    publish(new ParentHeartbeatEvent(this, 2));
    await().until(() -> reads.get() == 3);
  }

  @Test
  void aHeartbeatLikeTheLastAndOtherEventsBringNone() {
    publish(new HeartbeatEvent(this, 1));
    await().until(() -> reads.get() == 2);

    publish(new HeartbeatEvent(this, 1));
    publish(new InstanceRegisteredEvent<>(this, "config"));
    registry.refresh();

    assertThat(reads).hasValue(3);
  }

  private void publish(ApplicationEvent event) {
    context.publishEvent(event);
  }

  private static DiscoveryClientSettings seldomRead() {
    return new DiscoveryClientSettings(
        "fake", Duration.ofHours(1), Duration.ofSeconds(10), 1, true);
  }
}
