package dev.freshet.fuzz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// All targets by name.
final class Targets {
  private static final Map<String, Target> ALL = new TreeMap<>();

  static {
    List<Consumer<Map<String, Target>>> kinds =
        List.of(
            BencodeTargets::addTo,
            MetainfoTargets::addTo,
            WireTargets::addTo,
            TrackerTargets::addTo,
            TextTargets::addTo,
            GatewayTargets::addTo,
            StorageTargets::addTo,
            NodeTargets::addTo,
            UtpTargets::addTo,
            LiveTargets::addTo,
            DiscoveryTargets::addTo,
            WebTargets::addTo);
    for (Consumer<Map<String, Target>> kind : kinds) {
      Map<String, Target> own = new TreeMap<>();
      kind.accept(own);
      own.forEach((name, target) -> {
        if (ALL.put(name, target) != null) {
          throw new IllegalStateException("two targets are called " + name);
        }
      });
    }
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
