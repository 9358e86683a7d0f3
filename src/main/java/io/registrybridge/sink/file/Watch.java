package io.registrybridge.sink.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Predicate;

/** Listens for changes to a folder's files. */
final class Watch implements AutoCloseable {

  private final Folder folder;
  private final WatchService events;
  private final Predicate<Path> news;
  private final Runnable hint;

  private Watch(Folder folder, WatchService events, Predicate<Path> news, Runnable hint) {
    this.folder = folder;
    this.events = events;
    this.news = news;
    this.hint = hint;
  }

  /**
   * Begins to listen.
   *
   * @param news whether what happened to this file is worth a hint
   * @param name the thread's
   */
  static Watch over(Folder folder, Predicate<Path> news, Runnable hint, String name)
      throws IOException {
    var events = folder.root().getFileSystem().newWatchService();
    var watch = new Watch(folder, events, news, hint);
    try {
      for (var directory : folder.directories()) {
        watch.add(directory);
      }
    } catch (IOException e) {
      events.close();
      throw e;
    }
    var thread = new Thread(watch::listen, name);
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void add(Path directory) throws IOException {
    directory.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
  }

  private void listen() {
    try {
      while (true) {
        if (tells(events.take())) {
          hint.run();
        }
      }
    } catch (ClosedWatchServiceException closed) {
      // The sink was closed: this is how the thread ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tells(WatchKey key) {
    var directory = (Path) key.watchable();
    var told = false;
    for (var event : key.pollEvents()) {
      told |= tells(directory, event);
    }
    return !key.reset() || told;
  }

  private boolean tells(Path directory, WatchEvent<?> event) {
    if (!(event.context() instanceof Path file)) {
      return true; // more happened than the queue could hold
    }
    var path = directory.resolve(file);
    return isNewDirectory(directory, path) ? entered(path) : Folder.yaml(path) && news.test(path);
  }

  private boolean isNewDirectory(Path parent, Path path) {
    return parent.equals(folder.root()) && Files.isDirectory(path, NOFOLLOW_LINKS);
  }

  /** Begins to watch a directory; tells whether there are files in it that came before. */
  private boolean entered(Path directory) {
    try {
      add(directory);
      return folder.files(directory).stream().anyMatch(news);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException unwatched) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
