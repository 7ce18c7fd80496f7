package dev.freshet.fuzz;

import java.util.Map;
import java.util.TreeMap;

/// All targets by name.
final class Targets {
  private static final Map<String, Target> ALL = new TreeMap<>();

  static {
    BencodeTargets.addTo(ALL);
    MetainfoTargets.addTo(ALL);
    WireTargets.addTo(ALL);
    TrackerTargets.addTo(ALL);
    TextTargets.addTo(ALL);
    GatewayTargets.addTo(ALL);
    StorageTargets.addTo(ALL);
    NodeTargets.addTo(ALL);
    UtpTargets.addTo(ALL);
    LiveTargets.addTo(ALL);
    DiscoveryTargets.addTo(ALL);
    WebTargets.addTo(ALL);
  }

  private Targets() {}

  static Map<String, Target> all() {
    return ALL;
  }

  static Target named(String name) {
    Target target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException(name + " is none of " + ALL.keySet());
    }
    return target;
  }
}
