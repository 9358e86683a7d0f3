package io.registrybridge.sink.file;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Actual;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What the files say, read anew only where a file changed. */
final class Sheets {

  private static final long LARGEST = 16 << 20;

  private final Folder folder;
  private final String owner;
  private final Clock clock;
  private final AtomicReference<Map<Path, Sheet>> known = new AtomicReference<>(Map.of());

  Sheets(Folder folder, String owner, Clock clock) {
    this.folder = folder;
    this.owner = owner;
    this.clock = clock;
  }

  Actual read() throws IOException {
    var before = known();
    var now = new HashMap<Path, Sheet>();
    for (var file : folder.files()) {
      read(file, Optional.ofNullable(before.get(file))).ifPresent(sheet -> now.put(file, sheet));
    }
    // If something was written meanwhile, what was remembered with it is newer.
    known.compareAndSet(before, Map.copyOf(now));
    return actual(now);
  }

  /** Remembers what was written, and forgets what was deleted. */
  void remember(Map<Path, Optional<Sheet>> written) {
    known.updateAndGet(
        before -> {
          var after = new HashMap<>(before);
          written.forEach(
              (file, sheet) ->
                  sheet.ifPresentOrElse(now -> after.put(file, now), () -> after.remove(file)));
          return Map.copyOf(after);
        });
  }

  private Map<Path, Sheet> known() {
    return Objects.requireNonNull(known.get());
  }

  /** Whether the file is not as it was last read or written. */
  boolean news(Path file) {
    var before = Optional.ofNullable(known().get(file)).map(Sheet::stamp);
    try {
      return !before.equals(Optional.of(Stamp.of(file)));
    } catch (IOException gone) {
      return before.isPresent();
    }
  }

  byte[] text(MeshService service) {
    return Yaml.write(Manifest.all(service, owner));
  }

  /** The sheet of a file that was just written with this text. */
  Sheet written(Path file, MeshService service, byte[] text) throws IOException {
    var version = Sheet.version(text);
    var hosts = List.of(service.spec().host());
    var standing = new Standing(service.id(), owner, hosts, Optional.of(service), version);
    return new Sheet(Stamp.of(file), false, version, List.of(standing));
  }

  /** Empty if the file is gone. */
  private Optional<Sheet> read(Path file, Optional<Sheet> before) throws IOException {
    try {
      var stamp = Stamp.of(file);
      var same = before.filter(sheet -> sheet.settled() && sheet.stamp().equals(stamp));
      return same.isPresent() ? same : Optional.of(sheet(file, stamp, before));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private Sheet sheet(Path file, Stamp stamp, Optional<Sheet> before) throws NoSuchFileException {
    try {
      return stamp.regular() && stamp.size() <= LARGEST
          ? sheet(file, stamp, before, Files.readAllBytes(file))
          : unreadable(file, stamp);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException e) {
      return unreadable(file, stamp);
    }
  }

  private Sheet sheet(Path file, Stamp stamp, Optional<Sheet> before, byte[] text) {
    var version = Sheet.version(text);
    var settled = stamp.settled(clock.instant());
    return before
        .filter(sheet -> sheet.version().equals(version))
        .map(sheet -> sheet.seen(stamp, settled))
        .orElseGet(() -> new Sheet(stamp, settled, version, standing(file, text, version)));
  }

  private List<Standing> standing(Path file, byte[] text, String version) {
    return Sheet.standing(text, folder.belonging(file), version);
  }

  /** Looked at again each time: what makes it unreadable need not show in its stamp. */
  private Sheet unreadable(Path file, Stamp stamp) {
    var occupied = folder.belonging(file).map(id -> Sheet.occupied(id, "unreadable"));
    return new Sheet(stamp, false, "unreadable", occupied.stream().toList());
  }

  /** Where two files claim one resource, the one in the resource's own place counts. */
  private Actual actual(Map<Path, Sheet> sheets) {
    var inPlace = new ArrayList<Standing>();
    var all = new ArrayList<Standing>();
    sheets.forEach(
        (file, sheet) -> {
          var place = folder.belonging(file);
          for (var one : sheet.standing()) {
            (place.equals(Optional.of(one.id())) ? inPlace : all).add(one);
          }
        });
    all.addAll(inPlace);
    return Actual.of(all);
  }
}
