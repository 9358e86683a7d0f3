package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.Refusal;
import io.registrybridge.mesh.ResourceId;
import java.util.Optional;

/** One thing to be done to a sink. */
public sealed interface Change {

  ResourceId id();

  /** The deed in one word, for logs, metrics and the plan's text. */
  String verb();

  /** Why Istio or the API server would refuse what it writes; empty if they would not. */
  Optional<String> refusal();

  record Create(MeshService service) implements Change {
    @Override
    public ResourceId id() {
      return service.id();
    }

    @Override
    public String verb() {
      return "create";
    }

    @Override
    public Optional<String> refusal() {
      return Refusal.of(service);
    }
  }

  record Update(Standing before, MeshService service) implements Change {
    @Override
    public ResourceId id() {
      return before.id();
    }

    @Override
    public String verb() {
      return "update";
    }

    @Override
    public Optional<String> refusal() {
      return Refusal.of(service);
    }
  }

  record Delete(Standing before) implements Change {
    @Override
    public ResourceId id() {
      return before.id();
    }

    @Override
    public String verb() {
      return "delete";
    }

    @Override
    public Optional<String> refusal() {
      return Optional.empty();
    }
  }
}
