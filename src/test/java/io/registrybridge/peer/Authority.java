package io.registrybridge.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own, by the JDK's keytool, in a folder of its own. */
public final class Authority {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final String name;

  private Authority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  public static Authority in(Path folder, String name) {
    var authority = new Authority(folder, name);
    authority.keytool(
        name,
        "-genkeypair",
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-ext",
        "bc:c");
    authority.keytool(
        name, "-exportcert", "-rfc", "-alias", name, "-file", authority.certificate().toString());
    return authority;
  }

  /** Its own certificate, in PEM. */
  public Path certificate() {
    return folder.resolve(name + ".pem");
  }

  /**
   * Issues a certificate for a holder.
   *
   * @param names as keytool takes them, such as {@code dns:localhost,ip:127.0.0.1}
   */
  public Holder issue(String holder, String names) {
    var request = folder.resolve(holder + ".csr").toString();
    var issued = folder.resolve(holder + ".crt").toString();
    keytool(holder, "-genkeypair", "-alias", holder, "-dname", "CN=" + holder, "-keyalg", "EC");
    keytool(holder, "-certreq", "-alias", holder, "-file", request);
    keytool(
        name,
        "-gencert",
        "-rfc",
        "-alias",
        name,
        "-infile",
        request,
        "-outfile",
        issued,
        "-ext",
        "san=" + names);
    keytool(holder, "-importcert", "-noprompt", "-alias", name, "-file", certificate().toString());
    keytool(holder, "-importcert", "-noprompt", "-alias", holder, "-file", issued);
    return new Holder(holder);
  }

  private Path store(String owner) {
    return folder.resolve(owner + ".p12");
  }

  private void keytool(String owner, String... arguments) {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore", store(owner).toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
    try {
      var log = folder.resolve("keytool.log").toFile();
      var process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + Files.readString(log.toPath()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A certificate and its key. */
  public final class Holder {

    private final String holder;

    private Holder(String holder) {
      this.holder = holder;
    }

    /** In PEM. */
    public Path certificate() {
      return folder.resolve(holder + ".crt");
    }

    /** In PEM. */
    public Path key() {
      try {
        var key = keys().getKey(holder, PASSWORD.toCharArray());
        var encoded =
            Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(key.getEncoded());
        return Files.writeString(
            folder.resolve(holder + ".key"),
            "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** To serve with; clients are asked for certificates of the same authority. */
    public SSLContext context() {
      try {
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys(), PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys());
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private KeyStore keys() {
      try (InputStream in = Files.newInputStream(store(holder))) {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(in, PASSWORD.toCharArray());
        return keys;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
