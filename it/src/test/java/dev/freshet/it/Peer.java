package dev.freshet.it;

import java.util.function.BooleanSupplier;

/// A client at work.
///
/// @param seeding whether it says that it has everything
record Peer(Child child, int port, BooleanSupplier seeding) {
  /// How others are told to call it.
  String address() {
    return Client.HOST + ":" + port;
  }
}
