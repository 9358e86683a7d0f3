package io.registrybridge.registry.consul;

import java.util.Locale;

/** What Consul's checks say, the better first; the worst of an instance's is its own. */
enum Health {
  PASSING,
  WARNING,
  CRITICAL,
  /** Somebody took it out, or its whole node. */
  MAINTENANCE;

  /** What one check says. Whatever is no word of Consul's is nothing good. */
  static Health of(String check, String status) {
    if (check.equals("_node_maintenance") || check.startsWith("_service_maintenance:")) {
      return MAINTENANCE;
    }
    return switch (status) {
      case "passing" -> PASSING;
      case "warning" -> WARNING;
      default -> CRITICAL;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
