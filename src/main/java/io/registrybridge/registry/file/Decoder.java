package io.registrybridge.registry.file;

import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes one file: what is malformed costs as little as possible, and is told. */
final class Decoder {

  private final String registry;
  private final List<Service> services = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private final List<ServiceKey> unreadable = new ArrayList<>();

  /** Whether there is a service of which not even the partition can be told. */
  private boolean adrift;

  private Decoder(String registry) {
    this.registry = registry;
  }

  /**
   * What the text says.
   *
   * @throws Malformed if the file as a whole is not of the form that it should have
   */
  static Content decode(String registry, byte[] text) throws Malformed {
    if (!(Yaml.read(text) instanceof Map<?, ?> root)
        || !(root.get("services") instanceof Map<?, ?> services)) {
      throw new Malformed("has no map named services");
    }
    var decoder = new Decoder(registry);
    services.forEach((name, service) -> decoder.service(String.valueOf(name), service));
    return new Content(
        Catalog.of(decoder.services, decoder.flaws), decoder.unreadable, decoder.adrift);
  }

  private void service(String name, @Nullable Object tree) {
    adrift |= !(tree instanceof Map<?, ?> || tree instanceof List<?>);
    var fields = tree instanceof Map<?, ?> map ? new Fields(map) : new Fields(Map.of());
    var instances = tree instanceof Map<?, ?> map ? map.get("instances") : tree;
    try {
      var key = new ServiceKey(registry, fields.text("partition"), name);
      service(key, instances);
    } catch (Malformed e) {
      adrift = true;
      lost(new ServiceKey(registry, "", name), e.reason());
    }
  }

  private void service(ServiceKey key, @Nullable Object tree) {
    if (!(tree instanceof List<?> list)) {
      lost(key, "is not a list of instances");
      return;
    }
    var instances = new LinkedHashMap<String, Instance>();
    for (var place = 0; place < list.size(); place++) {
      instance(key, "instance " + (place + 1), list.get(place), instances);
    }
    if (instances.isEmpty() && !list.isEmpty()) {
      unreadable.add(key);
    } else {
      services.add(Service.of(key, instances.values()));
    }
  }

  private void instance(
      ServiceKey key, String subject, @Nullable Object tree, Map<String, Instance> instances) {
    try {
      var fields = Fields.of(tree);
      var instance = InstanceDecoder.instance(fields);
      if (instances.putIfAbsent(instance.id(), instance) != null) {
        throw new Malformed("has the id '" + instance.id() + "' of another instance");
      }
      for (var odd : fields.keysBeside(InstanceDecoder.KEYS)) {
        flaws.add(new Flaw(key, subject, subject + " has a key '" + odd + "' that nobody knows"));
      }
    } catch (Malformed e) {
      flaws.add(new Flaw(key, subject, subject + " " + e.reason()));
    }
  }

  private void lost(ServiceKey key, String reason) {
    unreadable.add(key);
    flaws.add(new Flaw(key, key.name(), key.name() + " " + reason));
  }
}
