package io.registrybridge.sink.file;

import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.ManifestReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one file says.
 *
 * @param version a hash of its bytes
 * @param settled whether the stamp alone tells if the file changed
 */
record Sheet(Stamp stamp, boolean settled, String version, List<Standing> standing) {

  private static final Set<String> KINDS =
      Stream.of(Kind.values()).map(Kind::title).collect(Collectors.toUnmodifiableSet());

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
   * What this text claims. Only a file that holds one service and nothing else, in its own place,
   * can be a bridge's: whatever differs would be destroyed by an update, so it counts as somebody
   * else's.
   *
   * @param place the resource that belongs where the file is, if one may
   */
  static List<Standing> standing(byte[] text, Optional<ResourceId> place, String version) {
    var documents = Yaml.read(text).orElse(List.of());
    var manifests = documents.stream().flatMap(Sheet::manifest).toList();
    var whole = ManifestReader.all(manifests, version);
    var alone = whole.isPresent() && documents.size() == manifests.size();
    if (alone && whole.map(Standing::id).equals(place)) {
      return whole.stream().toList();
    }
    var foreign =
        manifests.stream()
            .map(one -> ManifestReader.read(one, version))
            .filter(one -> one.id().kind() == Kind.SERVICE_ENTRY)
            .map(Sheet::foreign);
    return Stream.concat(place.map(id -> occupied(id, version)).stream(), foreign).toList();
  }

  /** Something stands in the place of this resource that is no bridge's. */
  static Standing occupied(ResourceId id, String version) {
    return new Standing(id, "", List.of(), Optional.empty(), version);
  }

  private static Standing foreign(Standing standing) {
    return new Standing(standing.id(), "", standing.hosts(), Optional.empty(), standing.version());
  }

  @SuppressWarnings("unchecked") // YAML knows no keys but strings
  private static Stream<Map<String, ?>> manifest(Object document) {
    return document instanceof Map<?, ?> map
            && KINDS.contains(String.valueOf(map.get("kind")))
            && String.valueOf(map.get("apiVersion")).startsWith("networking.istio.io/")
        ? Stream.of((Map<String, ?>) map)
        : Stream.of();
  }
}
