package io.registrybridge;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;
import static org.junit.platform.commons.support.AnnotationSupport.isAnnotated;
import static org.junit.platform.commons.support.ReflectionSupport.findAllClassesInPackage;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * What {@code docs/faults.md} says is tested is tested, and what is tested is said there; whatever
 * test another document names is there.
 */
class DocsTest {

  private static final Pattern NAME = Pattern.compile("`(\\w+)\\.(\\w+)`");

  /** A class of tests, or one test. */
  private static final Pattern TEST = Pattern.compile("`[A-Z]\\w*(Test|IT|Contract)(\\.\\w+)?`");

  private final Map<String, Class<?>> classes =
      findAllClassesInPackage("io.registrybridge", type -> true, DocsTest::named).stream()
          .collect(toMap(Class::getSimpleName, type -> type, (one, other) -> one));

  private final List<String[]> rows;

  DocsTest() throws IOException {
    rows =
        Files.readAllLines(Path.of("docs/faults.md")).stream()
            .filter(line -> line.matches("\\| \\d+ \\|.*"))
            .map(line -> line.split(" ?\\| ?", -1))
            .toList();
  }

  /** Of a test, or of a contract that tests inherit. */
  private static boolean named(String type) {
    return type.matches("[\\w.]+(Test|IT|Contract)");
  }

  @Test
  void everyGroupOfFaultsIsThere() {
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(7));
    assertThat(rows.stream().map(row -> Integer.valueOf(row[1])).distinct())
        .containsExactlyElementsOf(Stream.iterate(1, number -> number + 1).limit(22).toList());
  }

  @Test
  void everyFaultHasATestOrSaysThatItHasNone() {
    assertThat(rows).allMatch(row -> NAME.matcher(row[5]).find() || row[5].equals("not shown yet"));
  }

  @Test
  void everyTestThatIsNamedIsRunByTheProfile() {
    assertThat(names())
        .allSatisfy(
            name ->
                assertThat(method(name.group(1), name.group(2)))
                    .as(name.group())
                    .hasValueSatisfying(DocsTest::isRun));
  }

  private static void isRun(Method method) {
    assertThat(isAnnotated(method, Testable.class)).as("is a test").isTrue();
    assertThat(faulty(method)).as("has the tag fault").isTrue();
  }

  @Test
  void everyTestThatADocumentNamesIsThere() {
    assertThat(
            Markdown.all().stream()
                .flatMap(document -> document.prose().stream())
                .flatMap(line -> TEST.matcher(line).results())
                .map(MatchResult::group)
                .distinct())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(isThere(name.replace("`", ""))).as(name).isTrue());
  }

  private boolean isThere(String name) {
    var dot = name.indexOf('.');
    return dot < 0
        ? classes.containsKey(name)
        : method(name.substring(0, dot), name.substring(dot + 1)).isPresent();
  }

  @Test
  void everyTestThatTheProfileRunsIsNamed() {
    var named =
        names().stream()
            .flatMap(name -> method(name.group(1), name.group(2)).stream())
            .map(DocsTest::told)
            .distinct()
            .toList();

    assertThat(
            classes.values().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(DocsTest::faulty)
                .map(DocsTest::told))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private static String told(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static boolean faulty(Method method) {
    return findRepeatableAnnotations(method, Tag.class).stream()
        .anyMatch(tag -> tag.value().equals("fault"));
  }

  private List<MatchResult> names() {
    return rows.stream().flatMap(row -> NAME.matcher(row[5]).results()).toList();
  }

  private Optional<Method> method(String type, String name) {
    return Optional.<Class<?>>ofNullable(classes.get(type)).stream()
        .flatMap(one -> Arrays.stream(one.getDeclaredMethods()))
        .filter(one -> one.getName().equals(name))
        .findFirst();
  }
}
