package dev.freshet.core.torrent;

import dev.freshet.core.table.IntTable;
import dev.freshet.core.utp.UtpNumbers;

/// The connections of a node: how many there may be, whose each is, and the ids for new ones.
/// Shared by the node's torrents.
public final class Connections {
  /// Whose a connection is whose peer has not said yet which torrent it is about.
  public static final int NOBODY = -1;

  private final int most;
  private final int mostHalfOpen;
  private final IntTable<Integer> owners = new IntTable<>();
  private int halfOpen;
  private int lastId;

  /// Room for so many connections, of which so many may be half open.
  public Connections(int most, int mostHalfOpen) {
    this.most = most;
    this.mostHalfOpen = mostHalfOpen;
  }

  /// Whether one more may be opened now.
  boolean mayOpen() {
    return hasRoom() && halfOpen < mostHalfOpen;
  }

  /// Whether there may be one more.
  public boolean hasRoom() {
    return owners.size() < most;
  }

  /// An id for a connection that this torrent is about to open, over uTP or TCP.
  int open(int torrent, boolean utp) {
    halfOpen++;
    int id = ++lastId + (utp ? UtpNumbers.FIRST : 0);
    owners.put(id, torrent);
    return id;
  }

  /// A number that no connection has or will have, for someone else who sends blocks.
  int key() {
    return ++lastId;
  }

  /// Counts a connection that came in; false if there may not be one more.
  public boolean accept(int conn) {
    if (!hasRoom()) {
      return false;
    }
    owners.put(conn, NOBODY);
    return true;
  }

  /// The peer on this connection talks about this torrent.
  public void assign(int conn, int torrent) {
    if (owners.get(conn) != null) {
      owners.put(conn, torrent);
    }
  }

  /// The torrent that this connection belongs to, [#NOBODY] if that is not known yet, or
  /// [Integer#MIN_VALUE] if there is no such connection.
  public int owner(int conn) {
    Integer owner = owners.get(conn);
    return owner == null ? Integer.MIN_VALUE : owner;
  }

  /// A connection that we opened stands now, or has failed to.
  void settled() {
    halfOpen--;
  }

  /// A connection is gone.
  public void closed(int conn) {
    owners.remove(conn);
  }
}
