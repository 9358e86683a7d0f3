package io.registrybridge.config;

import static java.util.Objects.requireNonNullElseGet;

import io.registrybridge.peer.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that examples name below {@code /etc}, as if somebody had mounted them in a folder. */
final class Mounts {

  private static final Pattern MOUNTED = Pattern.compile("/etc(/[\\w.-]+)+");

  private final Path folder;
  private Authority.@Nullable Holder holder; // made when it is needed, for it takes a while

  Mounts(Path folder) {
    this.folder = folder;
  }

  /** The example with the files' places here. */
  String in(String example) throws IOException {
    var places = MOUNTED.matcher(example).results().map(MatchResult::group).distinct().toList();
    for (var place : places) {
      if (isFile(place, places)) {
        mount(place);
      }
    }
    return MOUNTED.matcher(example).replaceAll(found -> folder + found.group());
  }

  /** A folder is named beside what is in it. */
  private static boolean isFile(String place, List<String> places) {
    return places.stream().noneMatch(other -> other.startsWith(place + "/"));
  }

  private void mount(String place) throws IOException {
    var path = folder.resolve(place.substring(1));
    if (Files.notExists(path)) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, content(place));
    }
  }

  private String content(String place) throws IOException {
    if (place.endsWith(".key")) {
      return Files.readString(holder().key());
    }
    return place.endsWith(".crt") ? Files.readString(holder().certificate()) : "secret";
  }

  private Authority.Holder holder() {
    var made =
        requireNonNullElseGet(
            holder, () -> Authority.in(folder, "ours").issue("bridge", "dns:localhost"));
    holder = made;
    return made;
  }
}
