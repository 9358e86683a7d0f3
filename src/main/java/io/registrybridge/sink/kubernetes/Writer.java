package io.registrybridge.sink.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.cluster.Trouble;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes writes, and tells the memory of them. */
final class Writer {

  private final Entries entries;
  private final Memory memory;
  private final Gate gate;
  private final BooleanSupplier leads;
  private final Runnable hint;

  /**
   * @param leads whether this replica may write now
   * @param hint is run when something stands otherwise than it was thought to
   */
  Writer(Entries entries, Memory memory, Gate gate, BooleanSupplier leads, Runnable hint) {
    this.leads = leads;
    this.hint = hint;
    this.entries = entries;
    this.memory = memory;
    this.gate = gate;
  }

  /** Empty if it is done, and then the memory shows it. */
  Optional<Failure> write(Write write) {
    try {
      return gate.pass(() -> tried(write));
    } catch (CallNotPermittedException e) {
      return Optional.of(Failure.untried(write.deed() + ": the API server gets no requests now"));
    } catch (RequestNotPermitted e) {
      return Optional.of(Failure.untried(write.deed() + ": no turn came within the time-out"));
    } catch (RuntimeException e) {
      var trouble = Trouble.of(e);
      return Optional.of(new Failure(trouble.sentence(write.deed()), trouble.refusal(), true));
    }
  }

  private Optional<Failure> tried(Write write) {
    // After all that can take time: a process that was stopped for long wakes up anywhere.
    if (!leads.getAsBoolean()) {
      return Optional.of(Failure.left(write.deed() + ": this replica does not lead any more"));
    }
    memory.begins(write);
    try {
      var failure = write.desired().flatMap(service -> put(write, service));
      if (write.desired().isEmpty()) {
        write.before().ifPresent(this::delete);
      }
      return failure;
    } catch (KubernetesClientException refused) {
      if (Trouble.of(refused).conflict()) {
        look(write, refused);
      }
      throw refused;
    } finally {
      memory.ends(write);
    }
  }

  private Optional<Failure> put(Write write, MeshService service) {
    var answer =
        write
            .before()
            .map(before -> entries.update(before, service))
            .orElseGet(() -> entries.create(service));
    memory.wrote(answer);
    if (!Entries.says(answer, service)) {
      // Writing it again in each pass would be a tug-of-war with whoever changes it on its way in.
      var reason = write.deed() + ": the API server stored something else than what it was sent";
      return Optional.of(new Failure(reason, false, true));
    }
    return Optional.empty();
  }

  /**
   * Takes notice of what the watch has not told yet. One that hangs tells nothing, and the write
   * would be refused again and again.
   */
  private void look(Write write, KubernetesClientException conflict) {
    try {
      entries
          .find(write.id())
          .ifPresentOrElse(memory::observed, () -> write.before().ifPresent(memory::deleted));
      hint.run(); // the watch tells of what is known by now, which is no news any more
    } catch (KubernetesClientException unread) {
      conflict.addSuppressed(unread);
    }
  }

  private void delete(Standing before) {
    entries.delete(before);
    memory.deleted(before);
  }
}
