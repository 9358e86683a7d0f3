package io.registrybridge.sink.file;

import io.registrybridge.plan.Plan;
import io.registrybridge.sink.Current;
import io.registrybridge.sink.Outcome;
import io.registrybridge.sink.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of YAML files, one per service. */
final class FileSink implements Sink {

  private static final Logger log = LoggerFactory.getLogger(FileSink.class);

  private final String name;
  private final Folder folder;
  private final Sheets sheets;
  private final KeptFile kept;
  private final AtomicReference<Optional<Watch>> watch = new AtomicReference<>(Optional.empty());

  /** What is being written just now. */
  private volatile Set<Path> busy = Set.of();

  FileSink(String name, Folder folder, Sheets sheets, KeptFile kept) {
    this.name = name;
    this.folder = folder;
    this.sheets = sheets;
    this.kept = kept;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return FileSinks.KIND;
  }

  @Override
  public void start(Runnable hint) {
    try {
      folder.prepare();
      watch.set(Optional.of(Watch.over(folder, this::news, hint, "sink-" + name)));
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("sink", name)
          .addKeyValue("reason", Trouble.of(e))
          .log("{}: changes by others are seen at the next pass only: {}", name, Trouble.of(e));
    }
  }

  /** Whether somebody else changed the file. */
  private boolean news(Path file) {
    // In this order: what is no longer busy is remembered already.
    return !busy.contains(file) && sheets.news(file);
  }

  @Override
  public Current current() {
    try {
      return new Current.Known(sheets.read());
    } catch (IOException e) {
      return new Current.Unknown("reading " + folder.root() + ": " + Trouble.of(e));
    }
  }

  @Override
  public List<Outcome> apply(Plan plan, BooleanSupplier pressed) {
    var writer = new Writer(folder, sheets);
    busy =
        plan.changes().stream()
            .flatMap(change -> folder.place(change.id()).stream())
            .collect(Collectors.toUnmodifiableSet());
    try {
      return plan.changes().stream().map(writer::outcome).toList();
    } finally {
      sheets.remember(writer.written());
      busy = Set.of();
    }
  }

  @Override
  public Optional<Map<String, String>> kept() {
    return Optional.of(kept.read());
  }

  @Override
  public void keep(Map<String, String> words) {
    kept.write(words);
  }

  @Override
  public void close() {
    watch.getAndSet(Optional.empty()).ifPresent(Watch::close);
  }
}
