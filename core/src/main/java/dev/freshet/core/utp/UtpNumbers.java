package dev.freshet.core.utp;

/// The ids of connections that are carried in datagrams; the network's own have others, so that an
/// id tells how its connection is carried.
public final class UtpNumbers {
  /// Ids that the node gives to connections that it asks for begin here.
  public static final int FIRST = 1 << 30;

  static final int FIRST_CALLED = FIRST | 1 << 29;

  private UtpNumbers() {}

  /// Whether this is the id of such a connection.
  public static boolean isUtp(int conn) {
    return conn >= FIRST;
  }
}
