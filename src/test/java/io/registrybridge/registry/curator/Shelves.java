package io.registrybridge.registry.curator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.registrybridge.catalog.Instance;
import io.registrybridge.catalog.Service;
import io.registrybridge.catalog.ServiceKey;
import io.registrybridge.catalog.Status;
import io.registrybridge.registry.Gap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A layout whose folders are services, and whose entries say where their instances are. */
record Shelves(boolean inData) implements Layout<String> {

  @Override
  public String kind() {
    return "shelves";
  }

  @Override
  public String root() {
    return "/shelves";
  }

  @Override
  public String registry() {
    return "legacy";
  }

  @Override
  public Optional<String> folder(String child) {
    return child.startsWith("_")
        ? Optional.empty()
        : Optional.of(inData ? child : child + "/board");
  }

  @Override
  public String entry(String name, byte[] data) {
    return inData ? new String(data, UTF_8) : name;
  }

  @Override
  public Part part(String folder, SortedMap<String, String> entries) {
    var instances = entries.entrySet().stream().map(one -> instance(one.getKey(), one.getValue()));
    return new Part(
        List.of(Service.of(key(folder), instances.toList())), List.of(), new TreeMap<>());
  }

  private static Instance instance(String id, String address) {
    return Instance.of(id, address, Map.of(Instance.PRIMARY, 80), Status.UP, Map.of());
  }

  @Override
  public Gap gap(String folder) {
    return new Gap.OfBranch(key(folder), "/");
  }

  static ServiceKey key(String folder) {
    return new ServiceKey("legacy", "", folder);
  }
}
