package io.registrybridge.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A book is a sorted map that knows what changed; {@code -Dseed=N} repeats one. */
class BookTest {

  static IntStream seeds() {
    var seed = Integer.getInteger("seed");
    return seed == null ? IntStream.rangeClosed(1, 300) : IntStream.of(seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itSaysWhatASortedMapSays(int seed) {
    var random = new Random(seed);
    var map = new TreeMap<Integer, String>();
    var book = Book.<Integer, String>empty();
    for (var round = 0; round < 20; round++) {
      book = revised(random, map, book);

      assertThat(new ArrayList<>(book.entrySet())).isEqualTo(new ArrayList<>(map.entrySet()));
      assertThat(book).isEqualTo(map).hasSameHashCodeAs(map).hasSize(map.size());
      assertThat(Book.copyOf(map)).isEqualTo(book);
      var key = random.nextInt(range(seed));
      assertThat(Optional.ofNullable(book.get(key))).isEqualTo(Optional.ofNullable(map.get(key)));
      assertThat(book.containsKey(key)).isEqualTo(map.containsKey(key));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatABookWasMadeFromStaysAsItWas(int seed) {
    var random = new Random(seed);
    var map = new TreeMap<Integer, String>();
    var book = revised(random, map, Book.empty());
    var copy = Map.copyOf(map);
    for (var round = 0; round < 5; round++) {
      revised(random, map, book);
    }
    assertThat(book).isEqualTo(copy);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itSaysWhatIsDifferentInAnyOtherBook(int seed) {
    var random = new Random(seed);
    var books = new ArrayList<Book<Integer, String>>();
    var map = new TreeMap<Integer, String>();
    books.add(Book.empty());
    for (var round = 0; round < 8; round++) {
      var last = books.get(books.size() - 1);
      books.add(random.nextInt(4) == 0 ? Book.copyOf(map) : revised(random, map, last));
    }
    for (var before : books) {
      for (var now : books) {
        assertThat(now.since(before)).containsExactlyElementsOf(differences(before, now));
        assertThat(now.equals(before)).isEqualTo(Map.copyOf(now).equals(Map.copyOf(before)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSumGoesOnAsItBegins(int seed) {
    var random = new Random(seed);
    var map = new TreeMap<Integer, String>();
    var book = Book.<Integer, String>empty();
    var sum = Sum.<Integer, String>zero();
    for (var round = 0; round < 10; round++) {
      book = random.nextInt(5) == 0 ? Book.empty() : revised(random, map, book);
      map.keySet().retainAll(book.keySet());
      sum = sum.then(book, String::length);
      assertThat(sum.total()).isEqualTo(book.values().stream().mapToInt(String::length).sum());
    }
  }

  @Test
  void ofAThousandPagesItReadsOnlyTheOneThatChanged() {
    var book = Book.copyOf(numbers(64_000));
    var revision = book.revise();
    revision.put(31_000, Optional.of("other"));
    revision.put(5, Optional.of("other"));
    revision.remove(5);
    var revised = revision.book();

    var shared = new ArrayList<>(revised.pages());
    shared.retainAll(book.pages());
    assertThat(shared).hasSize(book.pages().size() - 2);
    assertThat(revised.since(book)).extracting(Difference::key).containsExactly(5, 31_000);
  }

  @Test
  void whatDoesNotChangeAnythingGivesTheSameBook() {
    var numbers = numbers(100);
    var book = Book.copyOf(numbers);
    var revision = book.revise();
    numbers.forEach(revision::put);
    revision.remove(-1);
    revision.remove(100);
    assertThat(revision.book()).isSameAs(book);
    assertThat(Book.copyOf(book)).isSameAs(book);
  }

  @Test
  void equalValuesAreNoDifference() {
    var one = Book.copyOf(Map.of(1, List.of("a")));
    var other = Book.<Integer, List<String>>copyOf(Map.of(1, new ArrayList<>(List.of("a"))));
    assertThat(other.since(one)).isEmpty();
    assertThat(other).isEqualTo(one);
  }

  @Test
  void nobodyElseChangesIt() {
    var book = Book.copyOf(Map.of(1, "a"));
    assertThatThrownBy(() -> book.put(2, "b")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> book.remove(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(book::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> book.entrySet().iterator().next().setValue("b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Map<Integer, Optional<String>> numbers(int count) {
    var numbers = new TreeMap<Integer, Optional<String>>();
    IntStream.range(0, count).forEach(number -> numbers.put(number, Optional.of("" + number)));
    return numbers;
  }

  private static int range(int seed) {
    return 1 + seed * 3;
  }

  private static Book<Integer, String> revised(
      Random random, Map<Integer, String> map, Book<Integer, String> book) {
    var revision = book.revise();
    var range = random.nextInt(3) == 0 ? 10 : 700;
    var removing = random.nextInt(3);
    for (var step = random.nextInt(200); step > 0; step--) {
      var key = random.nextInt(range);
      if (random.nextInt(3) < removing) {
        map.remove(key);
        revision.remove(key);
      } else {
        var value = "v" + random.nextInt(3);
        map.put(key, value);
        revision.put(key, value);
      }
    }
    return revision.book();
  }

  private static List<Difference<Integer, String>> differences(
      Map<Integer, String> before, Map<Integer, String> now) {
    var keys = new TreeMap<Integer, String>(new HashMap<>(before));
    keys.putAll(now);
    return keys.keySet().stream()
        .map(
            key ->
                new Difference<>(
                    key, Optional.ofNullable(before.get(key)), Optional.ofNullable(now.get(key))))
        .filter(difference -> !difference.before().equals(difference.now()))
        .toList();
  }
}
