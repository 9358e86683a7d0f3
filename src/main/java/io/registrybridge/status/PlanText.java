package io.registrybridge.status;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan to be read by people, in the manner of a diff. */
final class PlanText {

  private PlanText() {}

  static String of(PlanView plan) {
    return plan.sinks().entrySet().stream()
        .flatMap(PlanText::sink)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static Stream<String> sink(Map.Entry<String, PlanView.OfSink> named) {
    var sink = named.getValue();
    var lines = sink.trouble().isEmpty() ? lines(sink) : Stream.of("unreadable: " + sink.trouble());
    return Stream.concat(Stream.of("sink " + named.getKey()), lines.map(line -> "  " + line));
  }

  private static Stream<String> lines(PlanView.OfSink sink) {
    return Stream.of(
            sink.create().stream().flatMap(item -> ChangeText.lines("+", item)),
            sink.update().stream().flatMap(item -> ChangeText.lines("~", item)),
            sink.delete().stream().flatMap(item -> ChangeText.lines("-", item)),
            sink.heldBack().stream().map(PlanText::held),
            sink.rejected().stream().map(one -> not("rejected", one)),
            Stream.of(summary(sink)))
        .flatMap(lines -> lines);
  }

  static String held(HeldView held) {
    var registry = held.registry().isEmpty() ? "" : " for registry " + held.registry();
    var since = held.since().map(at -> " since " + at).orElse("");
    return "= %s %s held back%s%s: %s"
        .formatted(held.kind(), held.id(), registry, since, held.reason());
  }

  /**
   * @param fate what became of it, in one word
   */
  static String not(String fate, RejectionView rejection) {
    return "! %s %s %s: %s".formatted(rejection.kind(), rejection.id(), fate, rejection.reason());
  }

  private static String summary(PlanView.OfSink sink) {
    return "%d to create, %d to update, %d to delete, %d held back, %d rejected, %d unchanged"
        .formatted(
            sink.counts().create(),
            sink.counts().update(),
            sink.counts().delete(),
            sink.counts().heldBack(),
            sink.counts().rejected(),
            sink.unchanged());
  }
}
