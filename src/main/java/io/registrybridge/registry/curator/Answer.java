package io.registrybridge.registry.curator;

import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.data.Stat;

/**
 * What a node turned out to be; not all of it is asked of every node.
 *
 * @param folder whether it can only be a folder: one that goes when its last child does, or one
 *     without data that has children
 */
record Answer(List<String> children, byte[] data, boolean folder) {

  /** What ZooKeeper makes of the owner of a node that it deletes with the last child. */
  private static final long CONTAINER = Long.MIN_VALUE;

  /** Where it keeps its own settings, if everything is asked for. */
  private static final String OWN = "zookeeper";

  static Answer of(CuratorEvent event) {
    var data = Optional.ofNullable(event.getData()).orElseGet(() -> new byte[0]);
    return new Answer(children(event), data, folder(event.getStat(), data));
  }

  private static List<String> children(CuratorEvent event) {
    var children = Optional.ofNullable(event.getChildren()).orElseGet(List::of);
    return event.getPath().equals("/")
        ? children.stream().filter(child -> !child.equals(OWN)).toList()
        : children;
  }

  private static boolean folder(Stat stat, byte[] data) {
    var owner = stat.getEphemeralOwner();
    return owner == CONTAINER || (owner == 0 && data.length == 0 && stat.getNumChildren() > 0);
  }
}
