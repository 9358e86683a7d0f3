package io.registrybridge.sink.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.registrybridge.mesh.MeshService;
import io.registrybridge.plan.Change;
import io.registrybridge.plan.Standing;
import io.registrybridge.sink.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the changes of one plan, and keeps what became of the files. */
final class Writer {

  private final Folder folder;
  private final Sheets sheets;
  private final Map<Path, Optional<Sheet>> written = new HashMap<>();

  Writer(Folder folder, Sheets sheets) {
    this.folder = folder;
    this.sheets = sheets;
  }

  /** What the touched files hold now; empty for those that were deleted. */
  Map<Path, Optional<Sheet>> written() {
    return written;
  }

  Outcome outcome(Change change) {
    var place = folder.place(change.id());
    if (place.isEmpty()) {
      return new Outcome.Refused(change, change.id() + " has no name that a file can have");
    }
    try {
      apply(change, place.get());
      return new Outcome.Applied(change);
    } catch (IOException e) {
      return new Outcome.Failed(
          change, "to " + change.verb() + " " + change.id() + ": " + Trouble.of(e));
    }
  }

  private void apply(Change change, Path place) throws IOException {
    if (change instanceof Change.Create create) {
      create(place, create.service());
    } else if (change instanceof Change.Update update) {
      update(place, update.before(), update.service());
    } else if (change instanceof Change.Delete delete) {
      delete(place, delete.before());
    } else {
      throw new IllegalArgumentException("no such change: " + change);
    }
  }

  private void create(Path place, MeshService service) throws IOException {
    if (Files.exists(place, NOFOLLOW_LINKS)) {
      throw new IOException(place + " is there already");
    }
    write(place, service);
  }

  private void update(Path place, Standing before, MeshService service) throws IOException {
    demandUnchanged(place, before);
    write(place, service);
  }

  private void delete(Path place, Standing before) throws IOException {
    demandUnchanged(place, before);
    Files.delete(place);
    written.put(place, Optional.empty());
  }

  private void write(Path place, MeshService service) throws IOException {
    var text = sheets.text(service);
    folder.write(place, text);
    written.put(place, Optional.of(sheets.written(place, service, text)));
  }

  private static void demandUnchanged(Path place, Standing before) throws IOException {
    if (before.owner().isEmpty()) {
      throw new IOException(place + " is not a bridge's");
    }
    if (!Sheet.version(Files.readAllBytes(place)).equals(before.version())) {
      throw new IOException(place + " was edited since this was planned");
    }
  }
}
