package io.registrybridge.registry.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** A stream that fails when it turns out longer than allowed. */
public final class LimitedStream extends FilterInputStream {

  private final DataSize limit;
  private long left;

  public LimitedStream(InputStream stream, DataSize limit) {
    super(stream);
    this.limit = limit;
    this.left = limit.toBytes();
  }

  @Override
  public int read() throws IOException {
    var read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    var read = super.read(bytes, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(long read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new TooLong(limit);
    }
  }

  /** There is more than was allowed. */
  static final class TooLong extends IOException {

    private static final long serialVersionUID = 1;

    TooLong(DataSize limit) {
      super("answered with more than " + spelled(limit));
    }

    /** As the configuration would have it. */
    private static String spelled(DataSize limit) {
      var megabytes = limit.toMegabytes();
      var kilobytes = limit.toKilobytes();
      if (limit.equals(DataSize.ofMegabytes(megabytes))) {
        return megabytes + "MB";
      }
      return limit.equals(DataSize.ofKilobytes(kilobytes)) ? kilobytes + "KB" : limit.toString();
    }
  }
}
