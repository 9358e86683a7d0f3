package io.registrybridge.registry.http;

import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON in which anybody who registers may have had a hand, token by token.
 *
 * <p>What is larger than these limits spoils the whole answer, so they are wider than Jackson's
 * own: one instance with a long key in its metadata shall not hide all others. An answer's size is
 * limited elsewhere.
 */
public final class Json {

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNameLength(16_000_000)
          .maxStringLength(16_000_000)
          .maxNestingDepth(100_000)
          .maxNumberLength(20_000)
          .build();

  private Json() {}

  /** Of a stream, for the caller to close. */
  public static JsonParser parser(InputStream json) {
    return factory().createParser(ObjectReadContext.empty(), json);
  }

  public static JsonParser parser(byte[] json) {
    return factory().createParser(ObjectReadContext.empty(), json);
  }

  public static JsonParser parser(String json) {
    return factory().createParser(ObjectReadContext.empty(), json);
  }

  /** One per answer: a factory remembers the names that it read, however many and long. */
  private static JsonFactory factory() {
    return JsonFactory.builder().streamReadConstraints(LIMITS).build();
  }
}
