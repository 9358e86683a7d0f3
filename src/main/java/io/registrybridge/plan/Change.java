package io.registrybridge.plan;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.mesh.ResourceId;

/** One thing to be done to a sink. */
public sealed interface Change {

  ResourceId id();

  /** The deed in one word, for logs, metrics and the plan's text. */
  String verb();

  record Create(MeshService service) implements Change {
    @Override
    public ResourceId id() {
      return service.id();
    }

    @Override
    public String verb() {
      return "create";
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
  }
}
