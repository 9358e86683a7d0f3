package io.registrybridge.sink.mcp;

import io.registrybridge.mesh.Kind;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A type as istiod asks for it, such as {@code networking.istio.io/v1/ServiceEntry}. */
record ResourceType(String group, String version, String kind) {

  private static final Pattern URL =
      Pattern.compile("([a-z0-9.-]{1,100})/(v[a-z0-9]{1,20})/([A-Za-z]{1,100})");

  /** Empty if it is none of a configuration source's, such as one of Envoy's own types. */
  static Optional<ResourceType> of(String url) {
    var parts = URL.matcher(url);
    return parts.matches()
        ? Optional.of(new ResourceType(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /**
   * Whether an answer is expected. One to MeshConfig is of no use, and broke older istiods
   * (https://github.com/istio/istio/pull/34633).
   */
  boolean answered() {
    return !kind.equals("MeshConfig");
  }

  /**
   * Whether the bridge has such resources to give. Istio up to 1.23 asks for {@code v1alpha3},
   * later ones for {@code v1}; the resources are the same.
   */
  boolean served() {
    return Stream.of(Kind.values()).anyMatch(this::is);
  }

  boolean is(Kind which) {
    return group.equals("networking.istio.io") && kind.equals(which.title());
  }
}
