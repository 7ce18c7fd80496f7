package dev.freshet.core.utp;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.table.IntTable;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All connections that go over our UDP port.
///
/// A stranger costs little: a SYN is answered by a packet of its own size and remembered until
/// 1,023 more have come, or ten seconds; a connection is not told of before its caller has repeated
/// the number that it was answered with, which only who is at that address can know; of a packet
/// that belongs to nothing, and of twenty a second, the sender is told so by a packet of 20 bytes.
public final class Utp {
  static final int MOST_HALF_OPEN = 1024;
  static final int MOST_RESETS_A_SECOND = 20;
  private static final int MOST_LEAVING = 128;
  static final long MEMORY = 96L << 20;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// What a packet is for: who sends it, and the number that it bears.
  private record Address(Endpoint peer, int id) {}

  private final RandomGenerator random;
  private final Budget budget = new Budget(MEMORY);
  private final Map<Address, Connection> byAddress = new LinkedHashMap<>();
  private final IntTable<Connection> byConn = new IntTable<>();
  private final Map<Integer, Connection> halfOpen = new LinkedHashMap<>();
  private final Map<Integer, Connection> leaving = new LinkedHashMap<>();
  private final ArrayDeque<Connection> toTell = new ArrayDeque<>();
  private final Map<Integer, Connection> toServe = new LinkedHashMap<>();
  private int lastCalled;
  private long due = Long.MAX_VALUE;
  private long resetsSince;
  private int resets;

  /// Without connections. All its chance comes from `random`.
  public Utp(RandomGenerator random) {
    this(random, UtpNumbers.FIRST_CALLED);
  }

  /// The first that is called gets the number after this one.
  Utp(RandomGenerator random, int lastCalled) {
    this.random = random;
    this.lastCalled = lastCalled;
  }

  // What comes.

  /// A datagram has come. False if it is none of ours.
  public boolean received(long now, Endpoint from, ByteBuffer bytes, Outbox out) {
    if (!UtpCodec.begins(bytes)) {
      return false;
    }
    UtpPacket packet = UtpCodec.decode(bytes);
    if (packet == null) {
      return true;
    }
    UtpHeader header = packet.header();
    int id = header.connection();
    Connection meant =
        switch (header.type()) {
          case SYN -> byAddress.get(new Address(from, (id + 1) & 0xffff));
          case RESET -> refused(from, id);
          case DATA, FIN, STATE -> byAddress.get(new Address(from, id));
        };
    if (meant != null) {
      meant.received(now, packet);
      if (!meant.halfOpen()) {
        halfOpen.remove(meant.conn());
      }
      touch(meant);
    } else if (header.type() == UtpType.SYN) {
      called(now, from, header);
    } else if (header.type() != UtpType.RESET) {
      refuse(now, from, header, out);
    }
    return true;
  }

  /// Whom a RESET is for; some send it with the number that we receive by, others with that which
  /// we send by.
  private @Nullable Connection refused(Endpoint from, int id) {
    Connection exact = byAddress.get(new Address(from, id));
    if (exact != null) {
      return exact;
    }
    for (int by = -1; by <= 1; by += 2) {
      Connection near = byAddress.get(new Address(from, (id + by) & 0xffff));
      if (near != null && near.sendId() == id) {
        return near;
      }
    }
    return null;
  }

  private void called(long now, Endpoint from, UtpHeader syn) {
    if (halfOpen.size() >= MOST_HALF_OPEN) {
      Connection oldest = halfOpen.values().iterator().next();
      oldest.forget();
      remove(oldest);
    }
    Connection fresh = Connection.called(now, free(), from, syn, random.nextInt(1 << 16), budget);
    halfOpen.put(fresh.conn(), fresh);
    add(fresh);
  }

  /// A number that no connection has; strangers can use up all there are within days.
  private int free() {
    do {
      lastCalled = lastCalled == Integer.MAX_VALUE ? UtpNumbers.FIRST_CALLED : lastCalled + 1;
    } while (byConn.get(lastCalled) != null);
    return lastCalled;
  }

  private void refuse(long now, Endpoint from, UtpHeader header, Outbox out) {
    if (now - resetsSince >= SECOND) {
      resetsSince = now;
      resets = 0;
    }
    if (resets < MOST_RESETS_A_SECOND) {
      resets++;
      UtpHeader reset =
          new UtpHeader(
              UtpType.RESET,
              header.connection(),
              (int) (now / 1000),
              0,
              0,
              random.nextInt(1 << 16),
              header.sequence());
      out.add(new NetEffect.SendDatagram(from, UtpCodec.encode(reset, new byte[0])));
    }
  }

  private void add(Connection connection) {
    byAddress.put(new Address(connection.peer(), connection.receiveId()), connection);
    byConn.put(connection.conn(), connection);
    touch(connection);
  }

  private void remove(Connection connection) {
    byAddress.remove(new Address(connection.peer(), connection.receiveId()), connection);
    byConn.remove(connection.conn());
    halfOpen.remove(connection.conn());
    leaving.remove(connection.conn());
    toServe.remove(connection.conn());
  }

  private void touch(Connection connection) {
    if (toServe.putIfAbsent(connection.conn(), connection) == null) {
      toTell.add(connection);
    }
  }

  // What is wanted.

  /// Takes out of `out` what is wanted of connections that are carried here.
  public void take(long now, Outbox out) {
    for (int left = out.size(); left > 0; left--) {
      Effect effect = out.poll();
      if (effect != null && !(effect instanceof NetEffect net && took(now, net))) {
        out.add(effect);
      }
    }
  }

  private boolean took(long now, NetEffect effect) {
    return switch (effect) {
      case NetEffect.Connect(int conn, Endpoint to) ->
          UtpNumbers.isUtp(conn) && call(now, conn, to);
      case NetEffect.Send(int conn, var bytes, var lease) -> {
        Connection connection = byConn.get(conn);
        if (connection != null) {
          connection.send(bytes, lease);
          touch(connection);
        } else if (UtpNumbers.isUtp(conn) && lease != null) {
          lease.release();
        }
        yield UtpNumbers.isUtp(conn);
      }
      case NetEffect.Reading(int conn, boolean on) -> {
        Connection connection = byConn.get(conn);
        if (connection != null) {
          connection.reading(on);
          again(connection);
        }
        yield UtpNumbers.isUtp(conn);
      }
      case NetEffect.Close(int conn) -> {
        Connection connection = byConn.get(conn);
        if (connection != null) {
          connection.close(now);
          again(connection);
        }
        yield UtpNumbers.isUtp(conn);
      }
      case NetEffect.Fetch _,
          NetEffect.FetchRange _,
          NetEffect.CancelRange _,
          NetEffect.Resolve _,
          NetEffect.CallGroup _,
          NetEffect.FindGateway _,
          NetEffect.FindAddresses _,
          NetEffect.CallDevice _,
          NetEffect.SendDatagram _,
          NetEffect.SendToName _ ->
          false;
    };
  }

  private boolean call(long now, int conn, Endpoint to) {
    int id = random.nextInt(1 << 16);
    while (byAddress.containsKey(new Address(to, id))) {
      id = random.nextInt(1 << 16);
    }
    long number = Sequence.first(random.nextInt(1 << 16)) + 1;
    add(Connection.calling(now, conn, to, id, number, budget));
    return true;
  }

  /// It may have news that it had not when it was asked last.
  private void again(Connection connection) {
    toServe.put(connection.conn(), connection);
    toTell.add(connection);
  }

  // Time.

  /// The next thing that has happened to a connection; null if all was told. Everything that may
  /// have come in one round should have come.
  public @Nullable NetInput news(long now) {
    Connection first = toTell.peek();
    while (first != null) {
      NetInput news = first.news(now);
      if (news != null) {
        return news;
      }
      toTell.remove();
      first = toTell.peek();
    }
    return null;
  }

  /// Sends what may be sent, after all news was told.
  public void transmit(long now, Outbox out) {
    if (now - due >= 0) {
      due = Long.MAX_VALUE;
      for (Connection connection : byConn.values()) {
        if (now - connection.deadline() >= 0) {
          toServe.put(connection.conn(), connection);
        } else {
          due = Math.min(due, connection.deadline());
        }
      }
    }
    for (Connection connection : toServe.values().toArray(new Connection[0])) {
      connection.transmit(now, out);
      settle(connection);
    }
    toServe.clear();
    while (leaving.size() > MOST_LEAVING) {
      Connection oldest = leaving.values().iterator().next();
      oldest.forget();
      remove(oldest);
    }
  }

  private void settle(Connection connection) {
    if (connection.isDone()) {
      remove(connection);
      return;
    }
    if (connection.leaving()) {
      leaving.putIfAbsent(connection.conn(), connection);
    }
    if (connection.hasNews()) {
      toTell.add(connection);
    }
    due = Math.min(due, connection.deadline());
  }

  /// When to look again; 0 if there is something to do now.
  public long deadline() {
    return toServe.isEmpty() && toTell.isEmpty() ? due : 0;
  }

  /// How many connections there are, half-open ones and those that end included.
  int connections() {
    return byConn.size();
  }

  /// How much memory is held.
  long held() {
    return budget.used();
  }
}
