package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.registrybridge.mesh.Keys;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * ConfigMaps that hold one value each, several of which belong together by their label.
 *
 * @param name of those that belong together, and the beginning of each one's own
 */
record ConfigMaps(KubernetesClient client, String namespace, String name) implements AutoCloseable {

  private static final String LABEL = "registrybridge.io/snapshot";
  private static final String VALUE = "value";

  /** A ConfigMap may have 1 MiB with all that belongs to it. */
  static final int LARGEST = 1_000_000;

  /**
   * What one of them holds.
   *
   * @param part which one it is
   * @param version without which it is not replaced; empty if it is not there
   */
  record Value(String part, ByteString bytes, String version) {

    /** What stands there as this part; nothing if there is none. */
    static Value of(String part, Map<String, Value> values) {
      return values.getOrDefault(part, new Value(part, ByteString.EMPTY, ""));
    }
  }

  /**
   * All of them.
   *
   * @throws KubernetesClientException if the API server does not say
   */
  Stream<Value> list() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel(LABEL, name)
        .list()
        .getItems()
        .stream()
        .map(this::value);
  }

  /**
   * This one, if it is there.
   *
   * @throws KubernetesClientException if the API server does not say
   */
  Optional<Value> get(String part) {
    return Optional.ofNullable(
            client.configMaps().inNamespace(namespace).withName(name + "-" + part).get())
        .map(this::value);
  }

  /**
   * Puts a value in the place of another.
   *
   * @return as it stands now
   * @throws KubernetesClientException with code 409 if it was changed since, or another one
   */
  Value put(Value value) {
    var configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name + "-" + value.part())
            .withNamespace(namespace)
            .addToLabels(Keys.MANAGED_BY, Keys.PRODUCT)
            .addToLabels(LABEL, name)
            .withResourceVersion(value.version().isEmpty() ? null : value.version())
            .endMetadata()
            .addToBinaryData(VALUE, Base64.getEncoder().encodeToString(value.bytes().toByteArray()))
            .build();
    var resource = client.configMaps().inNamespace(namespace).resource(configMap);
    return value(value.version().isEmpty() ? resource.create() : resource.update());
  }

  /**
   * Watches them until the watch ends, or is closed.
   *
   * @param changed is told the part and the version of each that was changed, whoever did it
   */
  Watch watch(BiConsumer<String, String> changed, Runnable ended) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel(LABEL, name)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, ConfigMap configMap) {
                if (action != Action.BOOKMARK) {
                  var value = value(configMap);
                  changed.accept(value.part(), action == Action.DELETED ? "" : value.version());
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                ended.run();
              }
            });
  }

  private Value value(ConfigMap configMap) {
    var metadata = configMap.getMetadata();
    var data = Optional.ofNullable(configMap.getBinaryData()).orElse(Map.of());
    var encoded = data.getOrDefault(VALUE, "");
    return new Value(
        metadata.getName().substring(name.length() + 1),
        ByteString.copyFrom(Base64.getDecoder().decode(encoded)),
        metadata.getResourceVersion());
  }

  @Override
  public String toString() {
    return "ConfigMaps " + namespace + "/" + name + "-*";
  }

  @Override
  public void close() {
    client.close();
  }
}
