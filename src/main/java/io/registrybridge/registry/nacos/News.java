package io.registrybridge.registry.nacos;

import io.registrybridge.catalog.ServiceKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What a server notified of, until somebody looks. */
final class News implements Link.Listener {

  /** More than there are services; beyond that all of them may have changed. */
  private static final int MOST = 100_000;

  private Set<Notice> notices = new HashSet<>();
  private Runnable wake = () -> {};
  private Runnable anew = () -> {};

  /**
   * Who is told, and must not take long.
   *
   * @param wake is run when there is something to look at
   * @param anew the same, because no more notices come
   */
  synchronized void tell(Runnable wake, Runnable anew) {
    this.wake = wake;
    this.anew = anew;
  }

  @Override
  public synchronized void changed(Notice notice) {
    if (notices.size() < MOST) {
      notices.add(notice);
    }
    wake.run();
  }

  @Override
  public synchronized void lost() {
    anew.run();
  }

  /** Whether a service may have changed since this was asked last. */
  synchronized Predicate<ServiceKey> take() {
    var taken = notices;
    notices = new HashSet<>();
    return taken.size() < MOST ? key -> told(taken, key) : key -> true;
  }

  private static boolean told(Set<Notice> notices, ServiceKey key) {
    var partition = Partition.of(key);
    return notices.contains(new Notice("", partition.group(), key.name()))
        || notices.contains(new Notice(partition.namespace(), partition.group(), key.name()));
  }
}
