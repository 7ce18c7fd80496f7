package dev.freshet.core.world;

import java.io.ByteArrayOutputStream;

/// One end of a connection.
final class Line {
  final Participant owner;
  final int conn;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  Line far;
  boolean open = true;
  private boolean reading;

  Line(Participant owner, int conn, boolean reading) {
    this.owner = owner;
    this.conn = conn;
    this.reading = reading;
    this.far = this;
  }

  /// Whether both ends can still talk.
  boolean stands() {
    return open && far.open;
  }

  /// Reading begins or stops. What had come meanwhile comes now.
  void reading(boolean on) {
    reading = on;
    if (on && held.size() > 0) {
      owner.world().after(1, this::deliver);
    }
  }

  /// Bytes have come to this end.
  void arrive(byte[] bytes) {
    if (!open) {
      return;
    }
    held.writeBytes(bytes);
    deliver();
  }

  private void deliver() {
    if (open && reading && held.size() > 0) {
      byte[] all = held.toByteArray();
      held.reset();
      owner.receive(conn, all);
    }
  }

  /// The other end is gone.
  void lost(String reason) {
    if (open) {
      open = false;
      owner.lost(conn, reason);
    }
  }
}
