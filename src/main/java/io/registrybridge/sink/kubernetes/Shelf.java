package io.registrybridge.sink.kubernetes;

import io.registrybridge.mesh.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** All objects of one kind: how they are read and written, and what is known of them. */
record Shelf(Entries entries, Memory memory) {

  Kind kind() {
    return entries.kind();
  }

  Writer writer(Gate gate, BooleanSupplier leads, Runnable hint) {
    return new Writer(entries, memory, gate, leads, hint);
  }

  Stream<NamespaceWatch> watches(
      Collection<String> namespaces, Duration fullList, Threads threads, Runnable hint) {
    return namespaces.stream()
        .sorted()
        .map(one -> new NamespaceWatch(one, entries, memory, fullList, threads, hint));
  }
}
