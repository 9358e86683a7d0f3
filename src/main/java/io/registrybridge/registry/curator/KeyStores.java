package io.registrybridge.registry.curator;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.springframework.boot.ssl.SslBundle;

/**
 * Makes key stores of what a bundle holds, by way of its managers: they know its aliases and
 * passwords, and the JVM's authorities where it names none.
 */
final class KeyStores {

  private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "DSA"};

  private KeyStores() {}

  /** Without any key where the bundle has none. */
  static KeyStore keys(SslBundle bundle, String password)
      throws GeneralSecurityException, IOException {
    var store = empty();
    for (var manager : bundle.getManagers().getKeyManagers()) {
      if (manager instanceof X509KeyManager keys) {
        add(keys, store, password);
      }
    }
    return store;
  }

  private static void add(X509KeyManager keys, KeyStore store, String password)
      throws GeneralSecurityException {
    for (var type : KEY_TYPES) {
      var aliases = keys.getClientAliases(type, null);
      for (var alias : aliases == null ? new String[0] : aliases) {
        store.setKeyEntry(
            alias,
            keys.getPrivateKey(alias),
            password.toCharArray(),
            keys.getCertificateChain(alias));
      }
    }
  }

  static KeyStore trusted(SslBundle bundle) throws GeneralSecurityException, IOException {
    var store = empty();
    var authorities =
        Stream.of(bundle.getManagers().getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
            .toList();
    for (var authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
