package io.registrybridge.sink.kubernetes;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;

/**
 * JSON that says the same when it is read as YAML, as an API server reads what is to be applied.
 *
 * <p>In JSON any character but the first 32 may stand for itself. YAML refuses some of them, and
 * takes others for the end of a line, which it folds into a space. All of them keep their meaning
 * as {@code \}{@code uXXXX}, but surrogate pairs must not be written so.
 */
final class YamlSafe extends CharacterEscapes {

  private static final long serialVersionUID = 1;

  private static final int DELETE = 0x7F;
  private static final int LAST_CONTROL = 0x9F;
  private static final String OTHERS = "\u2028\u2029\uFEFF\uFFFE\uFFFF";

  private final int[] ascii = standardAsciiEscapesForJSON();

  private YamlSafe() {
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  /** What a client is to write its requests with. */
  static KubernetesSerialization serialization() {
    var mapper = new ObjectMapper();
    mapper.getFactory().setCharacterEscapes(new YamlSafe());
    return new KubernetesSerialization(mapper, true);
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    var unsafe =
        (character >= DELETE && character <= LAST_CONTROL) || OTHERS.indexOf(character) >= 0;
    return unsafe ? new SerializedString("\\u%04X".formatted(character)) : null;
  }
}
