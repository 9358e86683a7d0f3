package io.registrybridge.registry.zookeeper;

import io.registrybridge.catalog.Flaw;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.registry.Gap;
import io.registrybridge.registry.curator.Layout;
import io.registrybridge.registry.curator.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every folder is a service and every entry an instance. A service's name is the way to its folder,
 * because some register at {@code team/orders}.
 */
record ServiceNodes(String registry) implements Layout<Registration> {

  @Override
  public String kind() {
    return ZookeeperRegistries.KIND;
  }

  @Override
  public String root() {
    return "/services";
  }

  @Override
  public Optional<String> folder(String child) {
    return Optional.of(child);
  }

  @Override
  public boolean inData() {
    return true;
  }

  @Override
  public Registration entry(String name, byte[] data) {
    return RegistrationReader.read(name, data);
  }

  @Override
  public Part part(String folder, SortedMap<String, Registration> entries) {
    var key = key(folder);
    var flaws = new ArrayList<Flaw>();
    entries.forEach(
        (name, entry) -> {
          if (!entry.flaw().isEmpty()) {
            flaws.add(new Flaw(key, name, entry.flaw()));
          }
        });
    var instances = entries.values().stream().flatMap(one -> one.instance().stream()).toList();
    return instances.isEmpty() && !entries.isEmpty()
        ? new Part(List.of(), flaws, new TreeMap<>(Map.of(folder, new Gap.OfService(key))))
        : new Part(List.of(Service.of(key, instances)), flaws, new TreeMap<>());
  }

  /** What folders stand in it is not known either. */
  @Override
  public Gap gap(String folder) {
    return new Gap.OfBranch(key(folder), "/");
  }

  private ServiceKey key(String folder) {
    return new ServiceKey(registry, "", folder);
  }
}
