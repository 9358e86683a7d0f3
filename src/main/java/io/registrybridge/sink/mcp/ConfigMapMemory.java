package io.registrybridge.sink.mcp;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.google.protobuf.ByteString;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Plan;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import io.registrybridge.sink.mcp.ConfigMaps.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Resources in the pieces that ConfigMaps have room for. Replicas may share them: who finds that
 * another one made the same change is done with it.
 */
final class ConfigMapMemory implements Sink {

  /** By the hashes of ids, so that a change touches one piece, and each has room for thousands. */
  private static final int PIECES = 16;

  /** The pieces of some values, and everything in them. */
  private record Read(Map<String, Value> values, Map<String, Piece> pieces, Actual actual) {

    Piece piece(String part) {
      return pieces.getOrDefault(part, Piece.EMPTY);
    }
  }

  private final String name;
  private final String owner;
  private final ConfigMapStore store;

  /** What the bridge's own changes made of pieces; it knows them without reading. */
  private volatile Map<String, Piece> written = Map.of();

  private volatile Read read = new Read(Map.of(), Map.of(), Actual.of(List.of()));

  ConfigMapMemory(String name, String owner, ConfigMapStore store) {
    this.name = name;
    this.owner = owner;
    this.store = store;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "config-map";
  }

  @Override
  public void start(Runnable hint) {
    store.start(hint);
  }

  @Override
  public Current current() {
    var trouble = store.trouble();
    if (trouble.isPresent()) {
      return store.tried() ? new Current.Unknown(trouble.get()) : new Current.Unread(trouble.get());
    }
    try {
      return new Current.Known(read(store.values()).actual());
    } catch (IOException malformed) {
      return new Current.Unknown("reading the snapshot: " + malformed.getMessage());
    }
  }

  private Read read(Map<String, Value> values) throws IOException {
    var before = read;
    if (before.values().equals(values)) {
      return before;
    }
    var pieces = new HashMap<String, Piece>();
    var standing = new ArrayList<Standing>();
    for (var part : parts()) {
      var piece = piece(Value.of(part, values), before);
      pieces.put(part, piece);
      standing.addAll(piece.standing().values());
    }
    var after = new Read(values, pieces, Actual.of(standing));
    read = after;
    return after;
  }

  private Piece piece(Value value, Read before) throws IOException {
    var part = value.part();
    if (value.equals(Value.of(part, before.values()))) {
      return before.piece(part);
    }
    return Piece.of(
        value.bytes(), List.of(written.getOrDefault(part, Piece.EMPTY), before.piece(part)));
  }

  private static List<String> parts() {
    return IntStream.range(0, PIECES).mapToObj(String::valueOf).toList();
  }

  private static String part(ResourceId id) {
    return String.valueOf(Math.floorMod(id.toString().hashCode(), PIECES));
  }

  @Override
  public int restarts() {
    return store.restarts();
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    var outcomes = new HashMap<Change, Outcome>();
    plan.changes().stream()
        .collect(groupingBy(change -> part(change.id()), LinkedHashMap::new, toList()))
        .forEach((part, changes) -> outcomes.putAll(apply(part, changes)));
    return plan.changes().stream()
        .map(change -> Objects.requireNonNull(outcomes.get(change)))
        .toList();
  }

  private Map<Change, Outcome> apply(String part, List<Change> changes) {
    var draft = new AtomicReference<>(Draft.of(Piece.EMPTY, changes, owner));
    try {
      store.update(part, bytes -> step(part, bytes, changes, draft));
      return drafted(draft).outcomes();
    } catch (IOException e) {
      return drafted(draft).failed(String.valueOf(e.getMessage())).outcomes();
    }
  }

  private ByteString step(
      String part, ByteString bytes, List<Change> changes, AtomicReference<Draft> draft) {
    var before = piece(part, bytes);
    var after = Draft.of(before, changes, owner);
    draft.set(after);
    remember(part, after.piece());
    return after.piece().equals(before) ? bytes : after.piece().bytes();
  }

  private void remember(String part, Piece piece) {
    var next = new HashMap<>(written);
    next.put(part, piece);
    written = Map.copyOf(next);
  }

  private Piece piece(String part, ByteString bytes) {
    try {
      return Piece.of(bytes, List.of(written.getOrDefault(part, Piece.EMPTY), read.piece(part)));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Draft drafted(AtomicReference<Draft> draft) {
    return Objects.requireNonNull(draft.get());
  }

  @Override
  public void close() {
    store.close();
  }
}
