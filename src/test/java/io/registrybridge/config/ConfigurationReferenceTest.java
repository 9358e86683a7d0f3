package io.registrybridge.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrybridge.Page;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.ResolvableType;

/** {@code docs/configuration.md} is what the records that are bound to say of themselves. */
class ConfigurationReferenceTest {

  private static final Page PAGE =
      new Page(
          Path.of("docs", "configuration.md"), ConfigurationReferenceTest.class.getSimpleName());

  private static final String INTRODUCTION =
      """
      # Configuration

      Every key of the bridge's own, as the program has it. The [README](../README.md#configuration) has what to begin with. This page is made of
      the source by a test: `%s` renews it.

      Every registry may have each key of `bridge.mapping` under its own `mapping`, which then counts for it alone. An unknown key, a missing one
      or a bad value stops the start. `<name>` is a name of your choice: a DNS label of at most 30 characters.
      """;

  /** A record and where it is bound. */
  private record Section(String path, Class<?> type) {

    Stream<Section> below() {
      return Arrays.stream(parameters(type)).flatMap(this::below);
    }

    private Stream<Section> below(Parameter parameter) {
      var declared = ResolvableType.forType(parameter.getParameterizedType());
      var key = path + "." + Words.kebab(parameter.getName());
      var named = Map.class.equals(declared.toClass());
      var bound = named ? declared.getGeneric(1).toClass() : declared.toClass();
      return bound.isRecord()
          ? new Section(named ? key + ".<name>" : key, bound).all()
          : Stream.empty();
    }

    Stream<Section> all() {
      return Stream.concat(Stream.of(this), below());
    }

    /** One that only leads to others has no keys of its own. */
    List<Parameter> keys() {
      return Arrays.stream(parameters(type)).filter(Section::isKey).toList();
    }

    private static boolean isKey(Parameter parameter) {
      var declared = ResolvableType.forType(parameter.getParameterizedType());
      return !declared.toClass().isRecord()
          && !(Map.class.equals(declared.toClass()) && declared.getGeneric(1).toClass().isRecord());
    }
  }

  private static final List<Section> SECTIONS =
      new Section("bridge", BridgeProperties.class).all().toList();

  @Test
  void thePageHasWhatTheRecordsSay() {
    PAGE.assertSays(page());
  }

  @Test
  void everyKeyThatIsTakenIsThere() {
    var keys = new ArrayList<String>();
    SECTIONS.forEach(
        section ->
            section
                .keys()
                .forEach(key -> keys.add(section.path() + "." + Words.kebab(key.getName()))));
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            Contract.TREE
                .leaves(List.of("bridge"))
                .map(leaf -> String.join(".", leaf.path()).replace("*", "<name>"))
                .filter(path -> !path.contains(".<name>.mapping."))
                .toList());
  }

  private static String page() {
    var told = Javadoc.of(SECTIONS.stream().<Class<?>>map(Section::type).toList());
    return INTRODUCTION.formatted(PAGE.command())
        + SECTIONS.stream()
            .filter(section -> !section.keys().isEmpty())
            .map(section -> section(section, told(told, section.type())))
            .collect(joining());
  }

  private static Javadoc told(Map<String, Javadoc> told, Class<?> type) {
    return Objects.requireNonNull(told.get(type.getSimpleName()), type.getName());
  }

  private static String section(Section section, Javadoc told) {
    return "\n## `%s`\n\n%s\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n%s"
        .formatted(
            section.path(),
            told.description(),
            section.keys().stream().map(key -> row(key, told)).collect(joining()));
  }

  private static String row(Parameter key, Javadoc told) {
    var meaning = told.components().getOrDefault(key.getName(), "");
    assertThat(meaning).as("Javadoc of " + key).isNotBlank();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(Words.kebab(key.getName()), value(key), usual(key), withoutRequired(meaning));
  }

  /** Beside it stands that it is. */
  private static String withoutRequired(String meaning) {
    return meaning.replaceAll("\\. Required$", "");
  }

  private static String value(Parameter key) {
    var declared = ResolvableType.forType(key.getParameterizedType());
    var raw = declared.toClass();
    if (Map.class.equals(raw)) {
      return "by name: " + one(declared.getGeneric(1));
    }
    return Iterable.class.isAssignableFrom(raw) && !Path.class.equals(raw)
        ? "a list: " + one(declared.getGeneric(0))
        : one(Optional.class.equals(raw) ? declared.getGeneric(0) : declared);
  }

  private static String one(ResolvableType type) {
    return Words.expected(type).map(words -> words.replaceAll(", such as.*", "")).orElse("a text");
  }

  private static String usual(Parameter key) {
    var given = key.getAnnotation(DefaultValue.class);
    var values = given == null ? new String[0] : given.value();
    var text = String.join(", ", values);
    if (!text.isEmpty()) {
      return "`" + text + "`";
    }
    return required(key) ? "required" : "none";
  }

  private static boolean required(Parameter key) {
    return (!key.isAnnotationPresent(DefaultValue.class) && !Optional.class.equals(key.getType()))
        || key.isAnnotationPresent(NotEmpty.class)
        || key.isAnnotationPresent(NotBlank.class);
  }

  private static Parameter[] parameters(Class<?> type) {
    return type.getDeclaredConstructors()[0].getParameters();
  }
}
