package io.registrybridge.registry.curator;

import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.data.Stat;

/** What a node turned out to be; not all of it is asked of every node. */
final class Answer {

  /** What ZooKeeper makes of the owner of a node that it deletes with the last child. */
  private static final long CONTAINER = Long.MIN_VALUE;

  /** Where it keeps its own settings, if everything is asked for. */
  private static final String OWN = "zookeeper";

  private final List<String> children;
  private final byte[] data;
  private final boolean folder;

  private Answer(List<String> children, byte[] data, boolean folder) {
    this.children = List.copyOf(children);
    this.data = data;
    this.folder = folder;
  }

  static Answer children(List<String> names) {
    return new Answer(names, new byte[0], false);
  }

  static Answer data(byte[] data) {
    return new Answer(List.of(), data, false);
  }

  /** Of a node that can only be a folder. */
  static Answer folder() {
    return new Answer(List.of(), new byte[0], true);
  }

  static Answer of(CuratorEvent event) {
    var children = Optional.ofNullable(event.getChildren());
    if (children.isPresent()) {
      return children(
          event.getPath().equals("/")
              ? children.get().stream().filter(child -> !child.equals(OWN)).toList()
              : children.get());
    }
    var data = Optional.ofNullable(event.getData()).orElseGet(() -> new byte[0]);
    return isFolder(event.getStat(), data) ? folder() : data(data);
  }

  private static boolean isFolder(Stat stat, byte[] data) {
    var owner = stat.getEphemeralOwner();
    return owner == CONTAINER || (owner == 0 && data.length == 0 && stat.getNumChildren() > 0);
  }

  List<String> children() {
    return children;
  }

  /** Not to be changed. */
  byte[] data() {
    return data;
  }

  /** Whether it goes when its last child does, or has children and no data. */
  boolean isFolder() {
    return folder;
  }
}
