package dev.freshet.it;

import java.util.function.BooleanSupplier;

/// A client at work.
///
/// @param host its address
/// @param port what others call
/// @param seeding whether it says that it has everything
record Peer(Child child, String host, int port, BooleanSupplier seeding) {
  /// How others are told to call it.
  String address() {
    return host + ":" + port;
  }
}
