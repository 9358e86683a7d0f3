package io.registrybridge.sink.file;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.ManifestReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one file says.
 *
 * @param version a hash of its bytes
 * @param settled whether the stamp alone tells if the file changed
 */
record Sheet(Stamp stamp, boolean settled, String version, List<Standing> standing) {

  Sheet {
    standing = List.copyOf(standing);
  }

  /** The same sheet, found unchanged. */
  Sheet seen(Stamp when, boolean nowSettled) {
    return new Sheet(when, nowSettled, version, standing);
  }

  static String version(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What this text claims. Only a file that holds one resource and nothing else, in its own place,
   * can be a bridge's: whatever differs would be destroyed by an update, so it counts as somebody
   * else's.
   *
   * @param place the resource that belongs where the file is, if one may
   */
  static List<Standing> standing(byte[] text, Optional<ResourceId> place, String version) {
    var documents = Yaml.read(text).orElse(List.of());
    var entries = documents.stream().flatMap(Sheet::serviceEntry).toList();
    var standing = entries.stream().map(entry -> ManifestReader.read(entry, version)).toList();
    if (documents.size() == 1 && standing.stream().map(Standing::id).toList().equals(only(place))) {
      return standing;
    }
    var foreign = standing.stream().map(Sheet::foreign);
    return Stream.concat(place.map(id -> occupied(id, version)).stream(), foreign).toList();
  }

  /** Something stands in the place of this resource that is no bridge's. */
  static Standing occupied(ResourceId id, String version) {
    return new Standing(id, "", List.of(), Optional.empty(), version);
  }

  private static Standing foreign(Standing standing) {
    return new Standing(standing.id(), "", standing.hosts(), Optional.empty(), standing.version());
  }

  private static List<ResourceId> only(Optional<ResourceId> place) {
    return place.stream().toList();
  }

  @SuppressWarnings("unchecked") // YAML knows no keys but strings
  private static Stream<Map<String, ?>> serviceEntry(Object document) {
    return document instanceof Map<?, ?> map
            && "ServiceEntry".equals(map.get("kind"))
            && String.valueOf(map.get("apiVersion")).startsWith("networking.istio.io/")
        ? Stream.of((Map<String, ?>) map)
        : Stream.of();
  }
}
