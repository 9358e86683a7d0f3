package io.registrybridge.sink;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Location;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.Port;
import io.registrybridge.mesh.Resolution;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.mesh.Spec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plain services, each as the bridge makes it of a registry named {@code shop}. */
public final class Sample {

  private Sample() {}

  /** A service of this name under {@code shop.mesh}, with an endpoint at each address. */
  public static MeshService service(String namespace, String name, String... addresses) {
    var host = name + ".shop.mesh";
    return MeshService.of(
        ResourceId.serviceEntry(namespace, host),
        List.of(new Origin("shop", "", name)),
        new Spec(
            host,
            Location.MESH_INTERNAL,
            Resolution.STATIC,
            List.of(),
            List.of(),
            List.of(new Port("http", 80, "HTTP")),
            Stream.of(addresses).map(Sample::endpoint).toList()));
  }

  private static Endpoint endpoint(String address) {
    return new Endpoint(
        address,
        new TreeMap<>(Map.of("http", 8080)),
        new TreeMap<>(Map.of(Keys.from("shop"), "default", "version", "v1")),
        1,
        "",
        "",
        "");
  }
}
