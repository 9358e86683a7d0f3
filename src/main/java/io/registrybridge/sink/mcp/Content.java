package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import io.registrybridge.mesh.ResourceId;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * All resources of one kind, encoded, in the order of their names.
 *
 * @param version a hash of what they say: the same wherever and whenever that is the same
 */
record Content(String version, List<Encoded> all) {

  static final Content NOTHING = of(List.of());

  Content {
    all = List.copyOf(all);
  }

  static Content of(Collection<Encoded> encoded) {
    var byId = new TreeMap<ResourceId, Encoded>();
    encoded.forEach(one -> byId.put(one.service().id(), one));
    var digest = Hash.start();
    byId.values().forEach(one -> Hash.add(digest, one.version()));
    return new Content(Hash.end(digest), List.copyOf(byId.values()));
  }

  /** This, and beside it what only the other one has. */
  Content with(Content other) {
    var ids = new TreeMap<ResourceId, Encoded>();
    other.all().forEach(one -> ids.put(one.service().id(), one));
    all.forEach(one -> ids.put(one.service().id(), one));
    return ids.size() == all.size() ? this : of(ids.values());
  }

  /** How many bytes they are. */
  long size() {
    return all.stream().mapToLong(one -> one.bytes().size()).sum();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<ByteString> resources() {
    return all.stream().map(Encoded::bytes).toList();
  }
}
