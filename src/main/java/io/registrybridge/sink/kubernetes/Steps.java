package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.Endpoint;
import io.registrybridge.mesh.Form.Style;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Parts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The writes that a service's change takes, in an order in which no endpoint goes from one place
 * before it is in the other.
 *
 * @param first what has to be there before the ServiceEntry says so
 * @param vital those of the first that are of endpoints in use: if one fails, the ServiceEntry is
 *     not written. One that nobody was told of yet may fail alone
 * @param last what may come, or go, once the ServiceEntry says so
 * @param bound whether the last depend on the ServiceEntry
 */
record Steps(
    List<Write> first,
    Set<ResourceId> vital,
    Optional<Write> entry,
    List<Write> last,
    boolean bound) {

  /** What failed, if anything did. */
  private record Result(List<Failure> failures, boolean stops) {

    static final Result DONE = new Result(List.of(), false);

    static Result of(Collection<Result> all) {
      var failures = all.stream().flatMap(one -> one.failures().stream()).toList();
      return new Result(failures, all.stream().anyMatch(Result::stops));
    }

    Result and(Result other) {
      return of(List.of(this, other));
    }
  }

  /** The only write of a service that has no WorkloadEntries, nor is to have any. */
  static Steps of(Write write) {
    return new Steps(List.of(), Set.of(), Optional.of(write), List.of(), true);
  }

  /**
   * The writes of a service that has WorkloadEntries, or is to have some.
   *
   * @param entry its ServiceEntry as it stands
   * @param workloads its WorkloadEntries as they stand
   * @param owner whose they all are to be
   */
  static Steps of(
      Write write, Optional<Standing> entry, Collection<Standing> workloads, String owner) {
    var standing = new TreeMap<ResourceId, Standing>();
    workloads.forEach(one -> standing.put(one.id(), one));
    var desired = write.desired().map(Parts::workloads).orElseGet(TreeMap::new);
    var puts = puts(desired, standing, owner);
    var entryWrite = entry(write.desired(), entry, owner);
    if (write.desired().map(one -> one.form().style()).equals(Optional.of(Style.RAGGED))) {
      return new Steps(List.of(), Set.of(), entryWrite, List.of(), true);
    }
    standing.keySet().removeAll(desired.keySet());
    var deletes = standing.values().stream().map(one -> Write.of(new Change.Delete(one))).toList();
    if (write.desired().map(one -> one.form().style()).equals(Optional.of(Style.WORKLOADS))) {
      return new Steps(puts, vital(puts, write.before()), entryWrite, deletes, false);
    }
    return new Steps(
        List.of(),
        Set.of(),
        entryWrite,
        Stream.concat(puts.stream(), deletes.stream()).toList(),
        true);
  }

  private static List<Write> puts(
      SortedMap<ResourceId, MeshService> desired,
      SortedMap<ResourceId, Standing> standing,
      String owner) {
    var puts = new ArrayList<Write>();
    desired.forEach(
        (id, part) -> put(Optional.ofNullable(standing.get(id)), part, owner).ifPresent(puts::add));
    return puts;
  }

  /** Where an endpoint came from it says itself, so the annotation alone is not worth a write. */
  private static Optional<Write> put(Optional<Standing> before, MeshService part, String owner) {
    var there = before.filter(one -> one.owner().equals(owner)).flatMap(Standing::service);
    return there.map(MeshService::spec).equals(Optional.of(part.spec()))
        ? Optional.empty()
        : Optional.of(write(before, part));
  }

  private static Optional<Write> entry(
      Optional<MeshService> desired, Optional<Standing> before, String owner) {
    var part = desired.map(Parts::entry);
    if (part.isEmpty()) {
      return before.map(one -> Write.of(new Change.Delete(one)));
    }
    var there = before.filter(one -> one.owner().equals(owner)).flatMap(Standing::service);
    return there.equals(part) ? Optional.empty() : part.map(one -> write(before, one));
  }

  private static Write write(Optional<Standing> before, MeshService part) {
    return Write.of(
        before
            .<Change>map(one -> new Change.Update(one, part))
            .orElseGet(() -> new Change.Create(part)));
  }

  private static Set<ResourceId> vital(List<Write> puts, Optional<Standing> before) {
    var used =
        before.stream()
            .flatMap(one -> one.service().stream())
            .flatMap(one -> one.spec().endpoints().stream())
            .map(Endpoint::place)
            .collect(Collectors.toSet());
    return puts.stream()
        .filter(
            put ->
                put.before().isPresent()
                    || put.desired().stream()
                        .flatMap(one -> one.spec().endpoints().stream())
                        .anyMatch(one -> used.contains(one.place())))
        .map(Write::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes the writes.
   *
   * @param maker makes one of them
   * @return why something of it did not come to pass
   */
  CompletableFuture<Optional<Failure>> made(
      Function<Write, CompletableFuture<Optional<Failure>>> maker) {
    return all(first, maker, vital)
        .thenCompose(
            done -> done.stops() ? waits(done) : then(done, entry.stream().toList(), maker))
        .thenCompose(done -> bound && done.stops() ? waits(done) : then(done, last, maker))
        .thenApply(done -> Failure.of(done.failures()));
  }

  private static CompletableFuture<Result> waits(Result done) {
    return CompletableFuture.completedFuture(done);
  }

  private static CompletableFuture<Result> then(
      Result done,
      List<Write> writes,
      Function<Write, CompletableFuture<Optional<Failure>>> maker) {
    var all = writes.stream().map(Write::id).collect(Collectors.toSet());
    return all(writes, maker, all).thenApply(done::and);
  }

  private static CompletableFuture<Result> all(
      List<Write> writes,
      Function<Write, CompletableFuture<Optional<Failure>>> maker,
      Set<ResourceId> stopping) {
    var results =
        writes.stream()
            .map(
                one ->
                    maker
                        .apply(one)
                        .thenApply(
                            failed ->
                                failed
                                    .map(
                                        why ->
                                            new Result(List.of(why), stopping.contains(one.id())))
                                    .orElse(Result.DONE)))
            .toList();
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(done -> Result.of(results.stream().map(CompletableFuture::join).toList()));
  }
}
