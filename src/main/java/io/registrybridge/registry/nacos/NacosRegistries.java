package io.registrybridge.registry.nacos;

import io.registrybridge.registry.PolledRegistry;
import io.registrybridge.registry.Registry;
import io.registrybridge.registry.http.Transport;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;

/** Makes registries out of Nacos' settings. */
public final class NacosRegistries {

  /** As the configuration spells it. */
  public static final String KIND = "nacos";

  private NacosRegistries() {}

  /**
   * A registry that is not started yet.
   *
   * @param bundles among them the one that the settings name, if they name one
   */
  public static Registry of(String name, NacosSettings settings, SslBundles bundles, Clock clock) {
    var news = new News();
    var certificates = new Certificates(name, settings.sslBundle(), bundles);
    var channels = new Channels(name, settings.maxSize(), certificates);
    var links = new Links(settings, channels, news);
    var transport = new Transport(name, settings.timeout(), settings.sslBundle(), bundles);
    var client = new LoginClient(transport, settings.timeout());
    var session = new Session(name, settings.login(), client, clock);
    var source = new NacosSource(name, settings, links, session, news, clock);
    var polled = new PolledRegistry(KIND, name, source, settings.interval(), clock);
    news.tell(polled::wake, polled::restarted);
    return new NacosRegistry(polled, source);
  }
}
