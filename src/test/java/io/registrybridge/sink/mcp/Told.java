package io.registrybridge.sink.mcp;

import com.google.protobuf.ByteString;
import java.util.List;

/** What all istiods are told at one time. */
public final class Told {

  private Told() {}

  /** Every ServiceEntry as it is encoded; the same object again if it was not encoded again. */
  public static List<ByteString> by(Streams streams) {
    var type = ResourceType.of("networking.istio.io/v1/ServiceEntry").orElseThrow();
    return streams.latest().orElse(Snapshot.EMPTY).of(type).resources();
  }
}
