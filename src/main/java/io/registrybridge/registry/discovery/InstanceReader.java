package io.registrybridge.registry.discovery;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/** Reads instances as clients give them: any of their methods may give null, or throw. */
final class InstanceReader {

  /** By Spring Cloud's convention, as its Eureka and Consul clients have it. */
  private static final String ZONE = "zone";

  private static final int HIGHEST_PORT = 65535;
  private static final int LONGEST = 4096;
  private static final int MOST = 512;

  private InstanceReader() {}

  static Answer read(ServiceKey service, List<? extends @Nullable ServiceInstance> listed) {
    var instances = new ArrayList<Instance>();
    var flaws = new ArrayList<Flaw>();
    for (var one : listed) {
      try {
        instances.add(instance(one, flaw -> flaws.add(new Flaw(service, subject(one), flaw))));
      } catch (Unusable unusable) {
        flaws.add(new Flaw(service, subject(one), unusable.reason()));
      } catch (RuntimeException e) {
        flaws.add(new Flaw(service, subject(one), "cannot be read: " + Trouble.in(e)));
      }
    }
    return new Answer(service, instances.stream().distinct().toList(), List.copyOf(flaws), "");
  }

  private static Instance instance(@Nullable ServiceInstance listed, Consumer<String> flaws)
      throws Unusable {
    if (listed == null) {
      throw new Unusable("is null");
    }
    var address = address(listed.getHost());
    var port = listed.getPort();
    // getUri() would make 80 or 443 of it, where nothing listens.
    if (port <= 0 || port > HIGHEST_PORT) {
      throw new Unusable("has the port " + port + ", which is none");
    }
    var metadata = metadata(listed.getMetadata(), flaws);
    return new Instance(
        id(listed.getInstanceId(), address, port),
        address,
        new TreeMap<>(Map.of(listed.isSecure() ? Instance.SECURE : Instance.PRIMARY, port)),
        Statuses.of(listed, metadata),
        1,
        metadata.getOrDefault(ZONE, ""),
        metadata);
  }

  /** Without the brackets that Consul's client puts around an IPv6 address. */
  private static String address(@Nullable String host) throws Unusable {
    if (host == null || host.isBlank()) {
      throw new Unusable("has no host");
    }
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String id(@Nullable String id, String address, int port) {
    return id == null || id.isBlank() ? address + ":" + port : id;
  }

  private static SortedMap<String, String> metadata(
      @Nullable Map<@Nullable String, @Nullable String> given, Consumer<String> flaws) {
    var metadata = new TreeMap<String, String>();
    var leftOut = new ArrayList<String>();
    if (given != null) {
      given.forEach(
          (key, value) -> {
            if (key != null && value != null) {
              keep(key, value, metadata, leftOut);
            }
          });
    }
    leftOut.stream()
        .findFirst()
        .ifPresent(key -> flaws.accept("has metadata too long or too much, such as " + key));
    return metadata;
  }

  private static void keep(
      String key, String value, Map<String, String> metadata, List<String> leftOut) {
    if (key.length() + value.length() <= LONGEST && metadata.size() < MOST) {
      metadata.put(key, value);
    } else {
      leftOut.add(Flaw.brief(key));
    }
  }

  private static String subject(@Nullable ServiceInstance listed) {
    try {
      return listed == null ? "an instance" : name(listed.getInstanceId(), listed.getHost());
    } catch (RuntimeException e) {
      return "an instance";
    }
  }

  private static String name(@Nullable String id, @Nullable String host) {
    return Objects.requireNonNullElse(id == null || id.isBlank() ? host : id, "an instance");
  }

  /** An instance that no traffic can be sent to. */
  private static final class Unusable extends Exception {

    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
