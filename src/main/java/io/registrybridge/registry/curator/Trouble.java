package io.registrybridge.registry.curator;

import org.apache.zookeeper.KeeperException.Code;

/** Says in words what the codes of ZooKeeper's answers mean, to whoever configured this. */
final class Trouble {

  private final TreeSettings settings;

  Trouble(TreeSettings settings) {
    this.settings = settings;
  }

  /** Why a node that is not the root cannot be read, as the rest of a sentence about its path. */
  String refusal() {
    return "may not be read" + remedy();
  }

  private String remedy() {
    return settings
        .login()
        .map(login -> " by the user " + login.username() + " with this password")
        .orElse(" by everybody: set username and password-file");
  }

  /** Why there is no reading, as the rest of a sentence about the servers. */
  String of(Code code) {
    return switch (code) {
      case NONODE ->
          "has no node "
              + settings.root()
              + ", so it cannot be told whether nothing is registered or connect and root name"
              + " another place";
      case NOAUTH -> "does not let " + settings.root() + " be read" + remedy();
      case AUTHFAILED -> "refused the login; see username and password-file";
      case UNIMPLEMENTED -> "has no persistent watches; they came with ZooKeeper 3.6";
      case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, SESSIONCLOSEDREQUIRESASLAUTH ->
          "broke off the connection while it was read; if that lasts, an answer may be longer than"
              + " max-size ("
              + settings.maxSize().toMegabytes()
              + "MB)";
      default -> "answered " + code;
    };
  }

  /** It was asked and is silent. */
  String silence() {
    return "did not answer within " + Words.of(settings.timeout());
  }
}
