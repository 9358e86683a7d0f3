package io.registrybridge.registry.curator;

import io.registrybridge.registry.Gap;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How a kind of registry lays its services out below its root. Pure; whatever the nodes hold, it
 * throws nothing.
 *
 * @param <E> what an entry says, compared by equals
 */
public interface Layout<E> {

  /** The kind as the configuration spells it. */
  String kind();

  /** The absolute path of the node below which all is, unless another one is configured. */
  String root();

  /** The configured name of the registry. */
  String registry();

  /**
   * The folder that lists instances.
   *
   * @param child a node right below the root
   * @return its path from the root on, without a slash before it; empty if that node is no service
   */
  Optional<String> folder(String child);

  /** Whether an entry is told by its node's data, and folders may stand in folders. */
  boolean inData();

  /**
   * What an entry of a folder says.
   *
   * @param data empty where entries are told by their names
   */
  E entry(String name, byte[] data);

  /** What a folder comes to with these entries, by name. */
  Part part(String folder, SortedMap<String, E> entries);

  /** What nothing can be said of while this folder cannot be read. */
  Gap gap(String folder);
}
