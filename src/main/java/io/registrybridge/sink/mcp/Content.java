package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;

/**
 * All resources of one kind, encoded, in the order of their names.
 *
 * @param version a hash of what they say: the same wherever and whenever that is the same
 */
record Content(String version, List<ByteString> resources) {

  static final Content NOTHING = of(List.of());

  Content {
    resources = List.copyOf(resources);
  }

  static Content of(Collection<Encoded> encoded) {
    var digest = Hash.start();
    encoded.forEach(one -> Hash.add(digest, one.version()));
    return new Content(Hash.end(digest), encoded.stream().map(Encoded::bytes).toList());
  }
}
