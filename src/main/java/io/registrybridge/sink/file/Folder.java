package io.registrybridge.sink.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.registrybridge.mesh.ResourceId;
import io.registrybridge.sink.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory, and the files in it and in the directories right below it. */
record Folder(Path root) {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAMESPACE = Pattern.compile(LABEL);
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final String SUFFIX = ".yaml";

  // File systems allow 255 bytes for a name; the host of a ServiceEntry may have 253.
  private static final int LONGEST_NAME = 255 - SUFFIX.length();

  private static final Pattern LEFTOVER = Pattern.compile("\\.registrybridge-.*\\.tmp");

  static Folder of(Path directory) {
    return new Folder(directory.toAbsolutePath().normalize());
  }

  /** Makes the directory, and clears it of what a writer left that died at it. */
  void prepare() throws IOException {
    Files.createDirectories(root);
    for (var directory : directories()) {
      for (var leftover : entries(directory, file -> LEFTOVER.matcher(name(file)).matches())) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** The directory itself and those right below it, hidden ones left out. */
  List<Path> directories() throws IOException {
    var below = entries(root, file -> !hidden(file) && Files.isDirectory(file, NOFOLLOW_LINKS));
    return Stream.concat(Stream.of(root), below.stream()).toList();
  }

  /** Everything that has the name of a YAML file. */
  List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    for (var directory : directories()) {
      files.addAll(files(directory));
    }
    return files;
  }

  List<Path> files(Path directory) throws IOException {
    try {
      return entries(directory, Folder::yaml);
    } catch (NoSuchFileException gone) {
      if (directory.equals(root)) {
        throw gone;
      }
      return List.of();
    }
  }

  /** Whether it has the name of a YAML file. */
  static boolean yaml(Path file) {
    return !hidden(file) && (name(file).endsWith(SUFFIX) || name(file).endsWith(".yml"));
  }

  /** Where the resource belongs; empty if its name could lead elsewhere, or is no file's. */
  Optional<Path> place(ResourceId id) {
    return legal(id.namespace(), id.name())
        ? Optional.of(root.resolve(id.namespace()).resolve(id.name() + SUFFIX))
        : Optional.empty();
  }

  /** The resource that belongs there, if one may. */
  Optional<ResourceId> belonging(Path file) {
    var directory = file.getParent();
    var name = name(file);
    if (directory == null || !root.equals(directory.getParent()) || !name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    var bare = name.substring(0, name.length() - SUFFIX.length());
    return Optional.of(ResourceId.serviceEntry(name(directory), bare))
        .filter(id -> legal(id.namespace(), id.name()));
  }

  private static boolean legal(String namespace, String name) {
    return NAMESPACE.matcher(namespace).matches()
        && name.length() <= LONGEST_NAME
        && NAME.matcher(name).matches();
  }

  /** Puts the text there at once. */
  void write(Path place, byte[] text) throws IOException {
    var namespace = root.resolve(root.relativize(place).getName(0));
    if (!Files.isDirectory(namespace, NOFOLLOW_LINKS)) {
      Files.createDirectory(namespace); // fails where a link would lead elsewhere
    }
    var draft = namespace.resolve(".registrybridge-" + UUID.randomUUID() + ".tmp");
    AtomicFile.put(draft, place, text);
  }

  private static List<Path> entries(Path directory, Predicate<Path> which) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.filter(which).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean hidden(Path file) {
    return name(file).startsWith(".");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
