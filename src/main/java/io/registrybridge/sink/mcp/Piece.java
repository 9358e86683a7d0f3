package io.registrybridge.sink.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import io.registrybridge.sink.ManifestReader;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A part of all services, as lines of manifests in JSON.
 *
 * @param lines the manifests of each service
 * @param standing each service as it reads; its version is a hash of its line
 */
record Piece(SortedMap<ResourceId, String> lines, SortedMap<ResourceId, Standing> standing) {

  static final Piece EMPTY = new Piece(new TreeMap<>(), new TreeMap<>());

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A service that is one object may stand there without a list around it. */
  private static final ObjectReader LINES =
      JSON.readerFor(new TypeReference<List<Map<String, Object>>>() {})
          .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);

  Piece {
    lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    standing = Collections.unmodifiableSortedMap(new TreeMap<>(standing));
  }

  /**
   * The piece that these bytes hold.
   *
   * @param known what was read or written before: the same lines give the same objects again
   * @throws IOException if they hold none
   */
  static Piece of(ByteString bytes, List<Piece> known) throws IOException {
    var lines = new TreeMap<ResourceId, String>();
    var standing = new TreeMap<ResourceId, Standing>();
    for (var line : Packed.unpack(bytes).lines().toList()) {
      var read = read(line);
      lines.put(read.id(), line);
      standing.put(read.id(), known(read, known));
    }
    return new Piece(lines, standing);
  }

  private static Standing known(Standing read, List<Piece> known) {
    return known.stream()
        .flatMap(piece -> Stream.ofNullable(piece.standing().get(read.id())))
        .filter(one -> one.version().equals(read.version()))
        .findFirst()
        .orElse(read);
  }

  private static Standing read(String line) throws IOException {
    try {
      var manifests = LINES.<List<Map<String, ?>>>readValue(line);
      return ManifestReader.all(manifests, Hash.of(line.getBytes(UTF_8)))
          .orElseThrow(() -> new IOException("a line that is no service's manifests"));
    } catch (JacksonException malformed) {
      throw new IOException("a line that is no manifest", malformed);
    }
  }

  ByteString bytes() {
    return Packed.pack(String.join("\n", lines.values()));
  }

  /** What stands in the way of the change, as the end of a sentence; empty if nothing does. */
  Optional<String> objection(Change change) {
    var there = Optional.ofNullable(standing.get(change.id()));
    if (change instanceof Change.Create) {
      return there.map(one -> "it is there already");
    }
    var before =
        change instanceof Change.Update update
            ? update.before()
            : ((Change.Delete) change).before();
    if (before.owner().isEmpty()) {
      return Optional.of("it is not a bridge's");
    }
    return there.map(Standing::version).equals(Optional.of(before.version()))
        ? Optional.empty()
        : Optional.of("it was changed since this was planned");
  }

  /** Whether somebody else made the change already. */
  boolean has(Change change, String owner) {
    var there = Optional.ofNullable(standing.get(change.id()));
    return desired(change)
        .map(
            service ->
                there
                    .filter(one -> one.owner().equals(owner))
                    .flatMap(Standing::service)
                    .equals(Optional.of(service)))
        .orElse(there.isEmpty());
  }

  private static Optional<MeshService> desired(Change change) {
    if (change instanceof Change.Create create) {
      return Optional.of(create.service());
    }
    return change instanceof Change.Update update
        ? Optional.of(update.service())
        : Optional.empty();
  }

  /** The piece after the change. */
  Piece after(Change change, String owner) {
    var nextLines = new TreeMap<>(lines);
    var nextStanding = new TreeMap<>(standing);
    nextLines.remove(change.id());
    nextStanding.remove(change.id());
    desired(change)
        .ifPresent(
            service -> {
              var line = JSON.writeValueAsString(Manifest.all(service, owner));
              nextLines.put(service.id(), line);
              nextStanding.put(service.id(), standing(service, owner, line));
            });
    return new Piece(nextLines, nextStanding);
  }

  private static Standing standing(MeshService service, String owner, String line) {
    return new Standing(
        service.id(),
        owner,
        List.of(service.spec().host()),
        Optional.of(service),
        Hash.of(line.getBytes(UTF_8)));
  }
}
