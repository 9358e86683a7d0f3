package io.registrybridge.config;

import static java.util.stream.Collectors.toMap;

import io.registrybridge.registry.Registry;
import io.registrybridge.registry.discovery.Heartbeats;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.mcp.Streams;
import io.registrybridge.status.AdminToken;
import io.registrybridge.status.BridgeInfo;
import io.registrybridge.status.PassMetrics;
import io.registrybridge.status.Verdict;
import io.registrybridge.sync.Loop;
import io.registrybridge.sync.Once;
import io.registrybridge.sync.Reconciler;
import io.registrybridge.sync.Settings;
import io.registrybridge.sync.Timing;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Puts the bridge together. */
@Configuration(proxyBeanMethods = false)
class BridgeConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Runs the sinks' parts of a pass side by side, and reads that people asked for. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService bridgeWorkers() {
    var count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          var thread = new Thread(task, "bridge-worker-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  @Bean
  DiscoveryClients discoveryClients(
      ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment, Clock clock) {
    return new DiscoveryClients(beans, environment, clock);
  }

  @Bean
  Connections connections(
      BridgeSettings settings,
      SslBundles bundles,
      DiscoveryClients clients,
      ObjectProvider<Streams> streams,
      Clock clock) {
    // Where there is no server nobody can ask.
    Supplier<Streams> served = () -> streams.getIfAvailable(() -> new Streams(clock));
    return Connections.of(settings, bundles, clients, served, clock);
  }

  @Bean
  Heartbeats heartbeats(Connections connections) {
    return Heartbeats.among(connections.registries());
  }

  @Bean
  Reconciler reconciler(
      BridgeSettings settings, Connections connections, Executor bridgeWorkers, Clock clock) {
    return new Reconciler(
        connections.registries(),
        connections.sinks(),
        new Settings(settings.mapping(), settings.limits(), settings.rules(), settings.feeding()),
        bridgeWorkers,
        clock.instant());
  }

  @Bean(destroyMethod = "")
  Loop bridgeLoop(
      BridgeSettings settings,
      Reconciler reconciler,
      Executor bridgeWorkers,
      PassMetrics metrics,
      Clock clock) {
    var sync = settings.properties().sync();
    var timing = new Timing(sync.interval(), sync.quietPeriod(), sync.longestWait());
    return new Loop(reconciler, timing, clock, bridgeWorkers, metrics::passed);
  }

  @Bean
  Lifecycle bridgeLifecycle(BridgeSettings settings, Connections connections, Loop loop) {
    return new Lifecycle(connections, loop, settings.properties().mode());
  }

  @Bean
  @Conditional(Mode.OnOnce.class)
  Errand errand(Loop loop, Reconciler reconciler, Verdict verdict) {
    return new Errand(new Once(loop, reconciler), verdict);
  }

  @Bean
  AdminToken adminToken(BridgeSettings settings) {
    return new AdminToken(settings.properties().admin().tokenFile());
  }

  @Bean
  BridgeInfo bridgeInfo(BridgeSettings settings, Connections connections, Clock clock) {
    var properties = settings.properties();
    return BridgeInfo.of(
            properties.owner(), properties.policy(), properties.dryRun(), clock.instant())
        .between(
            connections.registries().stream().collect(toMap(Registry::name, Registry::kind)),
            connections.sinks().stream().collect(toMap(Sink::name, Sink::kind)))
        .requiring(properties.registry().required())
        .every(properties.sync().interval());
  }
}
