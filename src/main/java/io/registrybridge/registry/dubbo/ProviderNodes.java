package io.registrybridge.registry.dubbo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.curator.Layout;
import io.registrybridge.registry.curator.Part;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder lists the providers of an interface, and each of its versions and groups is a service:
 * {@code com.acme.Orders:1.0.0:blue}, without what it has none of.
 */
record ProviderNodes(String registry) implements Layout<ProviderNode> {

  private static final String PROVIDERS = "/providers";

  /** Dubbo's own, beside the interfaces. */
  private static final Set<String> NO_INTERFACES = Set.of("config", "mapping", "metadata");

  private static final String NO_VERSION = "0.0.0"; // as Dubbo takes it
  private static final int SHOWN = 80;

  @Override
  public String kind() {
    return DubboRegistries.KIND;
  }

  @Override
  public String root() {
    return "/dubbo";
  }

  @Override
  public Optional<String> folder(String child) {
    return NO_INTERFACES.contains(child) ? Optional.empty() : Optional.of(child + PROVIDERS);
  }

  @Override
  public boolean inData() {
    return false;
  }

  @Override
  public ProviderNode entry(String name, byte[] data) {
    return ProviderReader.read(name);
  }

  @Override
  public Part part(String folder, SortedMap<String, ProviderNode> entries) {
    var type = type(folder);
    var flaws = new ArrayList<Flaw>();
    var services = new TreeMap<ServiceKey, List<ProviderUrl>>();
    entries.forEach(
        (name, node) -> {
          node.url()
              .ifPresent(
                  url ->
                      services
                          .computeIfAbsent(key(name(type, url)), first -> new ArrayList<>())
                          .add(url));
          if (!node.flaw().isEmpty()) {
            flaws.add(new Flaw(key(type), shown(name), node.flaw()));
          }
        });
    var unreadable = new TreeMap<String, Gap>();
    if (services.isEmpty() && !flaws.isEmpty()) {
      unreadable.put(type, gap(folder));
    }
    var made = services.entrySet().stream().map(Providers::service).toList();
    return new Part(made, flaws, unreadable);
  }

  /** Which versions and groups it lists is not known. */
  @Override
  public Gap gap(String folder) {
    return new Gap.OfBranch(key(type(folder)), ":");
  }

  private ServiceKey key(String name) {
    return new ServiceKey(registry, "", name);
  }

  private static String type(String folder) {
    var encoded = folder.substring(0, folder.length() - PROVIDERS.length());
    try {
      return URLDecoder.decode(encoded, UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }

  private static String name(String type, ProviderUrl url) {
    var version = url.parameter("version", "");
    var group = url.parameter("group", "");
    return (type + ":" + (version.equals(NO_VERSION) ? "" : version) + ":" + group)
        .replaceFirst(":{1,2}$", "");
  }

  /** A user and a password may stand before an address. */
  private static String shown(String name) {
    var text = name.replaceFirst("^.*(%40|@)", "");
    return text.substring(0, Math.min(text.length(), SHOWN));
  }
}
