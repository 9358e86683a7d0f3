package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.registrybridge.sink.cluster.Trouble;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at one kind of object for the hosts that it claims. Keeps of each object only those. */
final class Look<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Look.class);

  private final Claimant<T> claimant;
  private final String what;
  private final ConcurrentMap<String, List<String>> claims = new ConcurrentHashMap<>();
  private final SharedIndexInformer<T> informer;
  private volatile Runnable changed = () -> {};
  private volatile boolean read;
  private volatile String trouble = "";

  /**
   * What can claim hosts.
   *
   * @param hosts those that one of them claims
   */
  record Claimant<T>(String kind, String plural, Class<T> type, Function<T, List<String>> hosts) {}

  /**
   * @param source where to look
   * @param where that is, as in "in namespace mesh"
   */
  Look(Claimant<T> claimant, Informable<T> source, String where, KubernetesSerialization json) {
    this.claimant = claimant;
    what = claimant.plural() + " " + where;
    informer =
        source
            .runnableInformer(0)
            .itemStore(
                new ReducedStateItemStore<>(
                    ReducedStateItemStore.NAME_KEY_STATE, claimant.type(), json))
            .exceptionHandler((started, thrown) -> failed(thrown))
            .addEventHandler(this);
  }

  /**
   * @param changed is run when other hosts are claimed, and when the first try is over
   */
  void start(Runnable changed) {
    this.changed = changed;
    var unused =
        informer
            .start()
            .thenRun( // after all that it has read was handed over, which hasSynced() does not mean
                () -> {
                  read = true;
                  changed.run();
                });
  }

  /** Whether it was tried at least once. */
  boolean tried() {
    return read || !trouble.isEmpty();
  }

  /** What it sees, or why it does not. */
  String sentence() {
    // It calls itself watching while it connects in vain.
    return trouble.isEmpty() || (read && informer.isWatching()) ? what : "not " + trouble;
  }

  /** The hosts by the object that claims them. */
  Map<String, List<String>> claims() {
    return claims;
  }

  @Override
  public void onAdd(T added) {
    var claimed = claimant.hosts().apply(added);
    var before = claimed.isEmpty() ? claims.remove(name(added)) : claims.put(name(added), claimed);
    if (!claimed.equals(before == null ? List.of() : before)) {
      changed.run();
    }
  }

  @Override
  public void onUpdate(T before, T after) {
    onAdd(after);
  }

  @Override
  public void onDelete(T deleted, boolean unseen) {
    if (claims.remove(name(deleted)) != null) {
      changed.run();
    }
  }

  @Override
  public void close() {
    informer.close();
  }

  /** Goes on trying: it is no more than a look. */
  private boolean failed(Throwable thrown) {
    var cause = cause(thrown);
    var sentence = what + ": " + cause.reason();
    if (!sentence.equals(trouble) && !cause.unanswered()) { // of that the sink itself tells
      log.warn("Hosts are taken without a look at the {}", sentence);
    }
    trouble = sentence;
    changed.run();
    return true;
  }

  private static Trouble cause(Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      return cause(thrown.getCause());
    }
    return Trouble.of(
        thrown instanceof RuntimeException answer
            ? answer
            : new KubernetesClientException("no answer", thrown));
  }

  private String name(T object) {
    var metadata = object.getMetadata();
    return "%s %s/%s".formatted(claimant.kind(), metadata.getNamespace(), metadata.getName());
  }
}
