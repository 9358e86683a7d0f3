package io.registrybridge.mapping;

import io.registrybridge.book.Book;
import io.registrybridge.catalog.Catalog;
import io.registrybridge.catalog.Flaw;
import io.registrybridge.mesh.Origin;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From what is listed to what is called for, step by step; each step goes on from the one before
 * with what changed there. A value, so that a mistake on the way to the next one leaves no half of
 * it behind.
 *
 * @param assembled what the rules want
 * @param displaced what they want no more where it stands
 */
record Mapping(Claims claims, Assemblies assembled, Assemblies displaced, Mapped mapped) {

  static Mapping none(Map<String, MappingRules> rules) {
    return new Mapping(
        Claims.none(Drafts.none(rules)), Assemblies.none(), Assemblies.none(), Mapped.nothing());
  }

  /** The mapping when this is what is listed, and what stands. */
  Mapping then(Collection<Catalog> catalogs, Book<ResourceId, List<Origin>> standing) {
    var nowClaims = claims.then(claims.drafts().then(catalogs), claims.holders().then(standing));
    var nowAssembled = assembled.then(regranted(nowClaims), id -> assembly(id, nowClaims));
    var at = new Displaced(nowClaims.drafts(), nowClaims.holders(), nowAssembled);
    var nowDisplaced = displaced.then(shaken(at), at::at);
    return new Mapping(
        nowClaims, nowAssembled, nowDisplaced, mapped(nowClaims, nowAssembled, nowDisplaced));
  }

  /** Resources that other drafts may have become. */
  private Set<ResourceId> regranted(Claims now) {
    var ids = new HashSet<ResourceId>();
    now.contests().since(claims.contests()).forEach(difference -> ids.add(difference.key()));
    now.tails().since(claims.tails()).forEach(difference -> ids.add(difference.key()));
    return ids;
  }

  private Optional<Assembly> assembly(ResourceId id, Claims now) {
    var drafts = now.granted(id);
    var known = assembled.at(id).filter(before -> before.drafts().equals(drafts));
    return known.isPresent() || drafts.isEmpty() ? known : Optional.of(Assembly.of(id, drafts));
  }

  /** Resources that may be held by others than are wanted there, or by others than before. */
  private Set<ResourceId> shaken(Displaced now) {
    var ids = new HashSet<ResourceId>();
    var holders = now.holders();
    now.assembled().all().since(assembled.all()).forEach(difference -> ids.add(difference.key()));
    holders
        .owners()
        .since(claims.holders().owners())
        .forEach(difference -> ids.add(difference.key()));
    for (var difference : now.drafts().drafted().since(claims.drafts().drafted())) {
      ids.addAll(holders.owners(Drafts.origin(difference.key())));
    }
    return ids;
  }

  private Mapped mapped(Claims nowClaims, Assemblies nowAssembled, Assemblies nowDisplaced) {
    return new Mapped(
        nowAssembled.services(),
        nowDisplaced.services(),
        starved(nowClaims, nowAssembled, nowDisplaced),
        flaws(nowClaims, nowAssembled));
  }

  /** Who starves anywhere is told wherever it has, or would have, a part. */
  private static Book<ResourceId, List<Origin>> starved(
      Claims claims, Assemblies wanted, Assemblies displaced) {
    var starved = Book.<ResourceId, List<Origin>>empty().revise();
    Stream.concat(wanted.starved().values().stream(), displaced.starved().values().stream())
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .forEach(
            origin ->
                places(origin, claims)
                    .filter(id -> wanted.has(origin, id) || displaced.has(origin, id))
                    .distinct()
                    .forEach(id -> starved.put(id, and(starved.get(id), origin))));
    return starved.book();
  }

  private static Stream<ResourceId> places(Origin origin, Claims claims) {
    var draft = claims.drafts().draft(origin);
    return Stream.of(
            draft.map(Draft::wanted).stream(),
            draft.stream().flatMap(one -> one.tails().stream()),
            claims.holders().owners(origin).stream())
        .flatMap(ids -> ids);
  }

  private static List<Origin> and(Optional<List<Origin>> others, Origin origin) {
    return Stream.concat(others.stream().flatMap(List::stream), Stream.of(origin)).toList();
  }

  /** The same list again if it says the same. */
  private List<Flaw> flaws(Claims nowClaims, Assemblies nowAssembled) {
    var drafts = nowClaims.drafts().flaws();
    if (drafts.equals(claims.drafts().flaws())
        && nowClaims.flaws().equals(claims.flaws())
        && nowAssembled.flaws().equals(assembled.flaws())) {
      return mapped.flaws();
    }
    return Stream.of(drafts.values(), List.of(nowClaims.flaws()), nowAssembled.flaws().values())
        .flatMap(Collection::stream)
        .flatMap(List::stream)
        .toList();
  }
}
