package io.registrybridge.registry.curator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * The keys and certificates of a bundle in a folder of their own, because ZooKeeper's client takes
 * them from nowhere else. It reads them anew for every connection, so renewed ones are taken up by
 * the next. They are under a password that only this process knows, and gone when it ends.
 */
final class KeyFiles implements AutoCloseable {

  private static final String PROTOCOLS = "TLSv1.3,TLSv1.2";

  private final Path folder;
  private final String password;
  private final Map<String, String> properties = new TreeMap<>();

  private KeyFiles(Path folder, String password) {
    this.folder = folder;
    this.password = password;
  }

  /**
   * @throws UncheckedIOException if there is no place for temporary files
   * @throws IllegalStateException if the bundle cannot be used
   */
  static KeyFiles of(SslBundle bundle) {
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    var files = new KeyFiles(newFolder(), HexFormat.of().formatHex(random));
    files.describe(bundle);
    files.write(bundle);
    return files;
  }

  /** For its owner alone, as the JDK makes every such folder. */
  private static Path newFolder() {
    try {
      var folder = Files.createTempDirectory("istio-registry-bridge-");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describe(SslBundle bundle) {
    var options = bundle.getOptions();
    properties.put("zookeeper.client.secure", "true");
    properties.put("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
    set("hostnameVerification", "true");
    set("enabledProtocols", joined(options.getEnabledProtocols(), PROTOCOLS));
    if (options.getCiphers() != null) {
      set("ciphersuites", joined(options.getCiphers(), ""));
    }
    store("keyStore");
    store("trustStore");
  }

  private static String joined(String @Nullable [] texts, String otherwise) {
    return texts == null ? otherwise : String.join(",", texts);
  }

  private void store(String name) {
    set(name + ".location", file(name).toString());
    set(name + ".password", password);
    set(name + ".type", "PKCS12");
  }

  private void set(String key, String value) {
    properties.put("zookeeper.ssl." + key, value);
  }

  private Path file(String name) {
    return folder.resolve(name + ".p12");
  }

  /** For ZooKeeper's client. */
  Map<String, String> properties() {
    return properties;
  }

  /**
   * From the next connection on the keys and certificates are this bundle's.
   *
   * @throws IllegalStateException if it cannot be used; then they are those from before
   */
  void write(SslBundle bundle) {
    try {
      var keys = KeyStores.keys(bundle, password);
      var trusted = KeyStores.trusted(bundle);
      write("keyStore", keys);
      write("trustStore", trusted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At once, because a connection may be reading it. */
  private void write(String name, KeyStore store) throws IOException, GeneralSecurityException {
    var next = folder.resolve(name + ".next");
    next.toFile().deleteOnExit();
    file(name).toFile().deleteOnExit();
    try (var out = Files.newOutputStream(next)) {
      store.store(out, password.toCharArray());
    }
    Files.move(
        next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
