package io.registrybridge.sink.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text as it takes little room. */
final class Packed {

  /** Some ten times what a ConfigMap has room for, unpacked. */
  private static final int LARGEST = 128 << 20;

  private Packed() {}

  static ByteString pack(String text) {
    var packed = ByteString.newOutput();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteString();
  }

  /**
   * The text, which is empty where there is nothing.
   *
   * @throws IOException if this is none, or one that is too long
   */
  static String unpack(ByteString packed) throws IOException {
    if (packed.isEmpty()) {
      return "";
    }
    try (var in = new GZIPInputStream(packed.newInput())) {
      var text = in.readNBytes(LARGEST + 1);
      if (text.length > LARGEST) {
        throw new IOException("more than " + LARGEST + " bytes");
      }
      return new String(text, UTF_8);
    }
  }
}
