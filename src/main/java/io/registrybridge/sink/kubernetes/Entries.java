package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.registrybridge.mesh.Keys;
import io.registrybridge.mesh.Kind;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;
import io.registrybridge.plan.Standing;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API server's objects of one kind, as this owner writes them.
 *
 * <p>All that goes wrong is thrown as a {@link KubernetesClientException}.
 */
final class Entries implements AutoCloseable {

  private static final String GROUP = "networking.istio.io";
  private static final String VERSION = "v1";

  static final String API_VERSION = GROUP + "/" + VERSION;

  private static final Map<Kind, String> PLURALS =
      Map.of(Kind.SERVICE_ENTRY, "serviceentries", Kind.WORKLOAD_ENTRY, "workloadentries");

  /**
   * A resourceVersion that no object has. Server-side apply knows no "only if absent", and would
   * take over what somebody else created meanwhile without a conflict where the two agree. But it
   * compares this with the object's, if there is one, and answers 409.
   *
   * <p>A POST would do so too, but its fields count as set by an update and not by an apply, so
   * that no later apply would take away those that it does not name any more.
   */
  private static final String OF_NO_OBJECT = "1";

  private static final long PAGE = 500;
  private static final int INVALID = 422;

  private static final PatchContext APPLY = patch(PatchType.SERVER_SIDE_APPLY, true);
  private static final PatchContext MERGE = patch(PatchType.JSON_MERGE, null);

  private final KubernetesClient client;
  private final Kind kind;
  private final String owner;

  Entries(KubernetesClient client, Kind kind, String owner) {
    this.client = client;
    this.kind = kind;
    this.owner = owner;
  }

  Kind kind() {
    return kind;
  }

  String owner() {
    return owner;
  }

  /** As roles name it. */
  String resource() {
    return plural(kind) + "." + GROUP;
  }

  private static String plural(Kind kind) {
    return Objects.requireNonNull(PLURALS.get(kind));
  }

  Standing read(GenericKubernetesResource resource) {
    return Wire.read(kind, resource);
  }

  /** Never older than the latest write, because no resourceVersion is asked for. */
  Listing list(String namespace) {
    var all = new ArrayList<Standing>();
    @Nullable String next = null;
    while (true) {
      var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      var page = all().inNamespace(namespace).list(options);
      page.getItems().forEach(one -> all.add(read(one)));
      next = page.getMetadata().getContinue();
      if (next == null || next.isEmpty()) {
        return Listing.of(all, page.getMetadata());
      }
    }
  }

  /** As it stands now. A list of one, because {@code get} would be a right more. */
  Optional<Standing> find(ResourceId id) {
    var named = all().inNamespace(id.namespace()).withField("metadata.name", id.name());
    return named.list().getItems().stream().map(this::read).findFirst();
  }

  /** Tells what happens after the revision. */
  Watch watch(String namespace, long revision, Watcher<GenericKubernetesResource> watcher) {
    var options = new ListOptionsBuilder().withResourceVersion(Long.toString(revision)).build();
    return all().inNamespace(namespace).watch(options, watcher);
  }

  /** Fails with 409 where an object of this name stands already. */
  Standing create(MeshService part) {
    return apply(part, OF_NO_OBJECT, null);
  }

  /**
   * Fails with 409 where the object is not the one that stood there before, at that revision. The
   * uid is for one that is gone, which an apply would create again.
   */
  Standing update(Standing before, MeshService part) {
    var version = Version.of(before);
    try {
      return apply(part, version);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != INVALID) {
        throw refused;
      }
      // Perhaps only with what somebody else set: an apply adds its ports to those of others.
      return apply(part, Version.of(withNothingElse(part, version)));
    }
  }

  private Standing apply(MeshService part, Version version) {
    return apply(part, version.resourceVersion(), version.uid());
  }

  /** Fails with 409 where the object changed since, and does nothing where it is gone. */
  void delete(Standing before) {
    at(before.id()).lockResourceVersion(Version.of(before).resourceVersion()).delete();
  }

  @Override
  public void close() {
    client.close();
  }

  private Standing apply(MeshService part, String resourceVersion, @Nullable String uid) {
    var whole = Wire.whole(part, owner, resourceVersion, uid);
    var answer = read(at(part.id()).patch(APPLY, whole));
    return says(answer, part) ? answer : withNothingElse(part, Version.of(answer));
  }

  /**
   * An apply leaves a field that it does not name where somebody else set it too, and endpoints
   * that are no more would go on getting traffic. As the patch only removes after an apply, it
   * makes no field this sink's by update.
   */
  private Standing withNothingElse(MeshService part, Version version) {
    var patch = Wire.nothingElse(part, owner, version);
    var json = client.getKubernetesSerialization().asJson(patch);
    return read(at(part.id()).patch(MERGE, json));
  }

  static boolean says(Standing standing, MeshService part) {
    return standing.service().equals(Optional.of(part));
  }

  private Resource<GenericKubernetesResource> at(ResourceId id) {
    return all().inNamespace(id.namespace()).withName(id.name());
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all() {
    return client.genericKubernetesResources(definition(kind));
  }

  static ResourceDefinitionContext definition(Kind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(GROUP)
        .withVersion(VERSION)
        .withKind(kind.title())
        .withPlural(plural(kind))
        .withNamespaced(true)
        .build();
  }

  private static PatchContext patch(PatchType type, @Nullable Boolean force) {
    return new PatchContext.Builder()
        .withPatchType(type)
        .withFieldManager(Keys.PRODUCT)
        .withFieldValidation("Strict")
        .withForce(force)
        .build();
  }
}
