package dev.freshet.engine;

import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import java.util.StringJoiner;

/// The last inputs of a node, in a word each, for the report of a fault. Keeps no input itself, so
/// that it holds no buffer.
final class RecentInputs {
  private static final int KEPT = 256;

  private final Class<?>[] kinds = new Class<?>[KEPT];
  private final long[] subjects = new long[KEPT];
  private final long[] nanos = new long[KEPT];
  private long count;

  void add(long nowNanos, Input input) {
    int at = (int) (count++ % KEPT);
    kinds[at] = kind(input);
    subjects[at] = subject(input);
    nanos[at] = nowNanos;
  }

  private static Class<?> kind(Input input) {
    return input instanceof Input.Asked(var command) ? command.getClass() : input.getClass();
  }

  /// The connection, request or torrent that it is about.
  private static long subject(Input input) {
    return switch (input) {
      case NetInput.Connected connected -> connected.conn();
      case NetInput.Accepted accepted -> accepted.conn();
      case NetInput.Received received -> received.conn();
      case NetInput.Sent sent -> sent.conn();
      case NetInput.Closed closed -> closed.conn();
      case NetInput.Fetched fetched -> fetched.request();
      case NetInput.FetchFailed failed -> failed.request();
      case NetInput.Resolved resolved -> resolved.request();
      case NetInput.RangeReceived range -> range.request();
      case NetInput.RangeEnded range -> range.request();
      case NetInput.RangeFailed range -> range.request();
      case NetInput.DatagramReceived datagram -> datagram.from().port();
      case NetInput.GroupCalled call -> call.from().port();
      case DiskInput disk -> disk.torrent();
      case NetInput.GatewayFound _,
          NetInput.AddressesFound _,
          NetInput.RelayFailed _,
          Input.Asked _,
          Input.Tick _ ->
          0;
    };
  }

  /// The last one.
  String latest() {
    return count == 0 ? "no input" : describe((int) ((count - 1) % KEPT));
  }

  /// All that are kept, oldest first, a line each.
  @Override
  public String toString() {
    StringJoiner lines = new StringJoiner("\n");
    for (long i = Math.max(0, count - KEPT); i < count; i++) {
      int at = (int) (i % KEPT);
      lines.add(nanos[at] / 1000 + " us " + describe(at));
    }
    return lines.toString();
  }

  private String describe(int at) {
    return kinds[at].getSimpleName() + " " + subjects[at];
  }
}
