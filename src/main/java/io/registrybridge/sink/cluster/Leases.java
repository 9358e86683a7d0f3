package io.registrybridge.sink.cluster;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.registrybridge.mesh.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API server's one Lease of an owner.
 *
 * <p>Nothing is tried twice, and all that goes wrong is thrown as a {@link
 * KubernetesClientException}. Whoever writes names only what it means, so that nobody's decision is
 * lost by somebody else's sign of life.
 */
public record Leases(KubernetesClient client, String namespace, String owner)
    implements AutoCloseable {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Keys.PRODUCT)
          .build();

  private static final int FORBIDDEN = 403;
  private static final int ABSENT = 404;

  /** The Lease's. An owner is a DNS label, so this is a name of at most 79 characters. */
  public String name() {
    return "registry-bridge-" + owner;
  }

  /** The Lease, for what is said of it. */
  public ObjectReference reference() {
    return new ObjectReferenceBuilder()
        .withApiVersion("coordination.k8s.io/v1")
        .withKind("Lease")
        .withNamespace(namespace)
        .withName(name())
        .build();
  }

  /** The Lease as it stands; empty if there is none. */
  Optional<Deed> read() {
    return Optional.ofNullable(at().get()).map(Deed::of);
  }

  /**
   * Makes it for its holder.
   *
   * @param gone as it stood before somebody deleted it, if it did; it goes on from there
   * @throws KubernetesClientException with 409 if it is there already
   */
  Deed create(Optional<Deed> gone, String holder, Duration promise, Instant now) {
    var time = ZonedDateTime.ofInstant(now.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name())
            .withNamespace(namespace)
            .addToLabels(Keys.MANAGED_BY, Keys.PRODUCT)
            .addToLabels(Keys.OWNER, owner)
            .addToAnnotations(gone.map(Deed::lasting).orElse(Map.of()))
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds(Math.toIntExact(promise.toSeconds()))
            .withAcquireTime(time)
            .withRenewTime(time)
            .withLeaseTransitions(gone.map(one -> one.changesTo(holder)).orElse(0))
            .endSpec()
            .build();
    return Deed.of(client.leases().inNamespace(namespace).resource(lease).create());
  }

  /**
   * Takes it, or renews it for its holder.
   *
   * @param before as it stood
   * @param kept words to be kept on it, by annotation; empty ones are taken away
   * @throws KubernetesClientException with 409 if it does not stand so any more
   */
  Deed take(
      Deed before,
      String holder,
      Duration promise,
      Map<String, Optional<String>> kept,
      Instant now) {
    var spec = new HashMap<String, @Nullable Object>();
    spec.put("holderIdentity", holder);
    spec.put("leaseDurationSeconds", promise.toSeconds());
    spec.put("renewTime", MICROS.format(now));
    if (!before.holder().equals(holder)) {
      spec.put("acquireTime", MICROS.format(now));
      spec.put("leaseTransitions", before.changesTo(holder));
    }
    return patched(before, spec, kept);
  }

  /**
   * Gives it up, so that another one may take it at once.
   *
   * @throws KubernetesClientException with 409 if it does not stand so any more
   */
  void giveUp(Deed before, Map<String, Optional<String>> kept, Instant now) {
    var spec =
        Map.of("holderIdentity", "", "leaseDurationSeconds", 1, "renewTime", MICROS.format(now));
    patched(before, spec, kept);
  }

  private Deed patched(Deed before, Map<String, ?> spec, Map<String, Optional<String>> kept) {
    var metadata = new HashMap<String, Object>();
    metadata.put("resourceVersion", Long.toString(before.revision()));
    if (!kept.isEmpty()) {
      metadata.put("annotations", annotations(kept));
    }
    return patched(Map.of("metadata", metadata, "spec", spec));
  }

  /**
   * Annotates it, whoever holds it.
   *
   * @param value empty to take the annotation away
   */
  Deed annotate(String key, Optional<String> value) {
    return patched(Map.of("metadata", Map.of("annotations", annotations(Map.of(key, value)))));
  }

  private static Map<String, @Nullable String> annotations(Map<String, Optional<String>> values) {
    var annotations = new HashMap<String, @Nullable String>();
    values.forEach((key, value) -> annotations.put(key, value.orElse(null)));
    return annotations;
  }

  private Deed patched(Map<String, ?> patch) {
    var json = client.getKubernetesSerialization().asJson(patch);
    return Optional.ofNullable(at().patch(MERGE, json)).map(Deed::of).orElseThrow(Leases::absent);
  }

  private static KubernetesClientException absent() {
    return new KubernetesClientException("it is not there", ABSENT, null);
  }

  /** Tells how it stands, and of every change. */
  Watch watch(Watcher<Lease> watcher) {
    return at().watch(watcher);
  }

  /** Whether the Lease does not stand any more as it was thought to. */
  static boolean surprised(RuntimeException exception) {
    var trouble = Trouble.of(exception);
    return trouble.conflict() || (trouble.code() == ABSENT && !trouble.homeless());
  }

  /** What was in the way, as a sentence. */
  String trouble(RuntimeException exception) {
    var trouble = Trouble.of(exception);
    return switch (trouble.code()) {
      case FORBIDDEN ->
          trouble.sentence(toString())
              + "; the bridge needs get, watch, create and patch on leases.coordination.k8s.io in"
              + " namespace "
              + namespace;
      case ABSENT -> this + ": " + trouble.message() + (trouble.homeless() ? "; create it" : "");
      default -> trouble.sentence(toString());
    };
  }

  private Resource<Lease> at() {
    return client.leases().inNamespace(namespace).withName(name());
  }

  @Override
  public String toString() {
    return "Lease " + namespace + "/" + name();
  }

  @Override
  public void close() {
    client.close();
  }
}
