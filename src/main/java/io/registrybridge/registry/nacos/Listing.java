package io.registrybridge.registry.nacos;

import io.registrybridge.registry.nacos.Answer.Names;
import io.registrybridge.registry.nacos.Answer.Refusal;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of a partition's services, page by page.
 *
 * @param objection why they are not all, as the rest of a sentence that begins with the partition;
 *     empty if they are
 */
record Listing(Set<String> names, String objection) {

  /** As many as fit, because Nacos keeps to no order from one page to the next. */
  private static final int PAGE = 10_000;

  /** More services than anybody has; a server that goes on for ever is not followed. */
  private static final int PAGES = 50;

  /** A listing that changed while it was read may be whole the next time. */
  private static final int ATTEMPTS = 2;

  static Listing of(Partition partition, Asking asking) throws InterruptedException {
    var listing = once(partition, asking);
    for (var tried = 1; tried < ATTEMPTS && listing.changed(); tried++) {
      listing = once(partition, asking);
    }
    return listing;
  }

  private boolean changed() {
    return !objection.isEmpty() && !names.isEmpty();
  }

  private static Listing once(Partition partition, Asking asking) throws InterruptedException {
    var names = new HashSet<String>();
    var count = PAGE;
    for (var page = 1; names.size() < count && page <= PAGES; page++) {
      var answer = asking.one(Question.list(partition, page, PAGE), AnswerReader::names);
      if (answer instanceof Refusal refusal) {
        return new Listing(Set.of(), "could not be listed: the server " + refusal.reason());
      }
      var next = (Names) answer;
      if (page > 1 && next.count() != count) {
        return new Listing(names, "changed while it was listed");
      }
      count = next.count();
      if (!names.addAll(next.names())) {
        break;
      }
    }
    return new Listing(names, objection(names.size(), count));
  }

  private static String objection(int listed, int count) {
    return listed == count
        ? ""
        : "should list %d services by its own count and lists %d".formatted(count, listed);
  }
}
