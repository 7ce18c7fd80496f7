package dev.freshet.core.torrent;

import dev.freshet.core.table.IntTable;
import dev.freshet.core.utp.UtpNumbers;
import dev.freshet.protocol.IpAddress;
import java.util.Map;
import java.util.TreeMap;

/// The connections of a node: how many there may be, whose each is, and the ids for new ones.
/// Shared by the node's torrents.
///
/// Those that one machine of the internet opens to us are a quarter of all at most: no torrent lets
/// one machine take all of its places, but a node with many torrents would have none left. Of the
/// local network any number may come, since all who come through a gateway there look like one.
public final class Connections {
  /// Whose a connection is whose peer has not said yet which torrent it is about.
  public static final int NOBODY = -1;

  private final int most;
  private final int mostHalfOpen;
  private final IntTable<Integer> owners = new IntTable<>();
  private final IntTable<IpAddress> callers = new IntTable<>();
  private final Map<IpAddress, Integer> machines = new TreeMap<>();
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

  /// Counts a connection that came in from there; false if there may not be one more.
  public boolean accept(int conn, IpAddress from) {
    IpAddress machine = from.machine();
    boolean counts = !from.isLoopback() && !from.isPrivate();
    if (!hasRoom() || (counts && machines.getOrDefault(machine, 0) >= Math.max(1, most / 4))) {
      return false;
    }
    owners.put(conn, NOBODY);
    if (counts) {
      callers.put(conn, machine);
      machines.merge(machine, 1, Integer::sum);
    }
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
    IpAddress machine = callers.get(conn);
    if (machine != null) {
      callers.remove(conn);
      machines.computeIfPresent(machine, (_, number) -> number > 1 ? number - 1 : null);
    }
  }
}
