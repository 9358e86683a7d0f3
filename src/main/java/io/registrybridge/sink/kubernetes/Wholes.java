package io.registrybridge.sink.kubernetes;

import io.registrybridge.book.Book;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Parts;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services, each put together of its ServiceEntry and its WorkloadEntries. The next ones cost what
 * changed.
 *
 * @param workloads all that there are
 * @param parts the WorkloadEntries by the service that they are part of
 * @param actual the services
 */
record Wholes(
    Book<ResourceId, Standing> entries,
    Book<ResourceId, Standing> workloads,
    Book<ResourceId, Book<ResourceId, Standing>> parts,
    Actual actual) {

  static Wholes none() {
    return new Wholes(Book.empty(), Book.empty(), Book.empty(), Actual.of(List.of()));
  }

  /**
   * The services when this is what there is.
   *
   * @param applied what was written of a service last: if it says the same, it is held on to
   */
  Wholes then(
      Book<ResourceId, Standing> nowEntries,
      Book<ResourceId, Standing> nowWorkloads,
      Function<ResourceId, Optional<MeshService>> applied) {
    var touched = new HashSet<ResourceId>();
    nowEntries.since(entries).forEach(one -> touched.add(one.key()));
    var nowParts = parts(nowWorkloads, touched);
    if (touched.isEmpty()) {
      return this;
    }
    var next = actual.resources().revise();
    for (var id : touched) {
      var group = nowParts.getOrDefault(id, Book.empty()).values();
      var known = Stream.of(applied.apply(id), service(id)).flatMap(Optional::stream).toList();
      next.set(id, whole(id, nowEntries.get(id), group).map(one -> withTheSame(known, one)));
    }
    return new Wholes(nowEntries, nowWorkloads, nowParts, new Actual(next.book()));
  }

  /** The parts now; adds the services whose parts are others than before. */
  private Book<ResourceId, Book<ResourceId, Standing>> parts(
      Book<ResourceId, Standing> nowWorkloads, Set<ResourceId> touched) {
    var next = parts.revise();
    for (var difference : nowWorkloads.since(workloads)) {
      var id = difference.key();
      var before = difference.before().flatMap(Parts::of);
      var now = difference.now().flatMap(Parts::of);
      before.ifPresent(service -> next.set(service, without(next.get(service), id)));
      now.ifPresent(
          service ->
              next.put(
                  service,
                  next.get(service).orElse(Book.empty()).with(id, difference.now().orElseThrow())));
      Stream.of(before, now).flatMap(Optional::stream).forEach(touched::add);
    }
    return next.book();
  }

  private static Optional<Book<ResourceId, Standing>> without(
      Optional<Book<ResourceId, Standing>> group, ResourceId id) {
    return group.map(some -> some.without(id)).filter(some -> !some.isEmpty());
  }

  private static Optional<Standing> whole(
      ResourceId id, @Nullable Standing entry, Collection<Standing> group) {
    if (entry == null) {
      return group.isEmpty()
          ? Optional.empty()
          : Optional.of(Parts.loose(id, group, version("", group)));
    }
    return Optional.of(
        Parts.whole(
            entry, group, group.isEmpty() ? entry.version() : version(entry.version(), group)));
  }

  private static String version(String entry, Collection<Standing> group) {
    var all = group.stream().map(Standing::version).collect(Collectors.joining(" ", entry, ""));
    return entry + "+" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<MeshService> service(ResourceId id) {
    return Optional.ofNullable(actual.resources().get(id)).flatMap(Standing::service);
  }

  /** Then a pass compares pointers. */
  private static Standing withTheSame(Collection<MeshService> known, Standing whole) {
    return known.stream()
        .filter(one -> whole.service().equals(Optional.of(one)))
        .findFirst()
        .map(
            one ->
                new Standing(
                    whole.id(), whole.owner(), whole.hosts(), Optional.of(one), whole.version()))
        .orElse(whole);
  }
}
