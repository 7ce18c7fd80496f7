package dev.freshet.it;

import java.util.List;

/// How another client is to behave.
///
/// @param host where it lives
/// @param encrypted whether it refuses all connections that are not encrypted
/// @param nodes where it begins in the DHT, `HOST:PORT`; if there is none it stays out
/// @param local whether it calls out on the local network and hears who calls there (BEP 14)
record Habits(String host, boolean encrypted, List<String> nodes, boolean local) {
  /// On this machine, finding nobody but by trackers and peers.
  static Habits told(boolean encrypted) {
    return new Habits(Client.HOST, encrypted, List.of(), false);
  }

  /// The same at an address.
  static Habits at(String host) {
    return new Habits(host, false, List.of(), false);
  }

  /// And in a DHT.
  Habits beginningAt(List<String> nodes) {
    return new Habits(host, encrypted, nodes, local);
  }

  /// And on the local network.
  Habits calling() {
    return new Habits(host, encrypted, nodes, true);
  }
}
