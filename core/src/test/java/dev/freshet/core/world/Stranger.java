package dev.freshet.core.world;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.wire.Decoded;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// A node that nobody treats well: it is told whatever a test likes, and what it wants is kept.
final class Stranger {
  static final int TORRENT = 1;

  final Node node;
  final MemoryDisk disk = new MemoryDisk();
  final Leases leases = new Leases();
  final List<DiskEffect> undone = new ArrayList<>();

  /// What it wants of web servers; a test's to answer and take out.
  final List<NetEffect.FetchRange> ranges = new ArrayList<>();

  /// The names that it wants to be looked up; a test's to answer and take out.
  final List<NetEffect.Resolve> resolving = new ArrayList<>();

  private final List<Event> events = new ArrayList<>();
  private final Outbox outbox = new Outbox();
  private final List<Integer> closed = new ArrayList<>();
  private final List<Endpoint> called = new ArrayList<>();
  private final Set<Endpoint> posted = new TreeSet<>();
  private final Map<Integer, ByteArrayOutputStream> said = new TreeMap<>();

  /// How many pieces it has had read and hashed.
  int verified;

  private boolean diskWorks = true;
  private boolean callsFail = true;
  private int lastCall;
  private long now;
  private boolean keepsWords;
  private long unread;
  private int lastConn;

  Stranger(NodeOptions options, long seed) {
    node = new Node(options, new SplittableRandom(seed));
    disk.buffers(leases);
  }

  /// A node that has all of this torrent.
  static Stranger seed(Sample sample, long seed) {
    Stranger one = new Stranger(NodeOptions.defaults(), seed);
    one.disk.put(sample.content());
    one.add(TORRENT, sample, true);
    return one;
  }

  void add(int torrent, Sample sample, boolean trusted) {
    tell(
        new Input.Asked(
            new Command.AddTorrent(
                torrent, sample.metainfo(), TorrentOptions.in("x").withTrusted(trusted))));
  }

  /// From now on the disk answers, or leaves things undone.
  void diskWorks(boolean on) {
    diskWorks = on;
  }

  /// From now on nobody takes its calls, nor refuses them.
  void letItRing() {
    callsFail = false;
  }

  /// The connection of its last call.
  int lastCall() {
    return lastCall;
  }

  /// Someone connects; the connection.
  int connect() {
    int number = 1 - lastConn;
    return connect(new Endpoint(IpAddress.v4(0x0b00_0000 + number), 1024 + number % 60_000));
  }

  /// Someone connects from there; the connection.
  int connect(Endpoint from) {
    tell(new NetInput.Accepted(--lastConn, from));
    return lastConn;
  }

  /// Someone connects and says the handshake.
  int greet(Hash infoHash) {
    int conn = connect();
    greet(conn, infoHash, conn);
    return conn;
  }

  /// The peer of this number connects from there and says the handshake.
  int greet(Endpoint from, Hash infoHash, long number) {
    int conn = connect(from);
    greet(conn, infoHash, number);
    return conn;
  }

  /// The peer of this number, who has connected, says the handshake.
  void greet(int conn, Hash infoHash, long number) {
    greet(conn, infoHash, number, Handshake.EXTENSIONS | Handshake.FAST | Handshake.V2);
  }

  /// The same with what the peer says that it knows.
  void greet(int conn, Hash infoHash, long number, long reserved) {
    byte[] id = new byte[PeerId.LENGTH];
    new SplittableRandom(number).nextBytes(id);
    hear(conn, WireCodec.bytes(new Handshake(reserved, infoHash, PeerId.of(id))));
  }

  void hear(int conn, Message message) {
    hear(conn, WireCodec.bytes(message));
  }

  void hear(int conn, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    tell(new NetInput.Received(conn, leases.of(copy)));
  }

  /// Time passes.
  void pass(long nanos) {
    for (long left = nanos; left > 0; left -= World.SECOND / 10) {
      now += World.SECOND / 10;
      tell(new Input.Tick());
    }
  }

  void tell(Input input) {
    node.step(now, input, outbox);
    for (Effect effect : outbox.drain()) {
      switch (effect) {
        case NetEffect.Send(int conn, ByteBuffer bytes, var lease) -> {
          unread += bytes.remaining();
          while (keepsWords && bytes.hasRemaining()) {
            said.computeIfAbsent(conn, _ -> new ByteArrayOutputStream()).write(bytes.get());
          }
          if (lease != null) {
            lease.release();
          }
        }
        case NetEffect.Close(int conn) -> closed.add(conn);
        case NetEffect.SendDatagram(Endpoint to, ByteBuffer _, boolean _) -> posted.add(to);
        case NetEffect.Connect(int conn, Endpoint to) -> {
          called.add(to);
          lastCall = conn;
          if (callsFail) {
            tell(new NetInput.Closed(conn, "refused"));
          }
        }
        case DiskEffect disked -> {
          verified += disked instanceof DiskEffect.Verify ? 1 : 0;
          if (diskWorks) {
            List<DiskInput> answers = new ArrayList<>();
            disk.perform(disked, answers::add);
            answers.forEach(this::tell);
          } else {
            undone.add(disked);
          }
        }
        case NetEffect.FetchRange range -> ranges.add(range);
        case NetEffect.Resolve name -> resolving.add(name);
        case Effect.Notify(Event event) -> events.add(event);
        case Effect _ -> {}
      }
    }
  }

  /// From now on what it says is kept.
  void keepWords() {
    keepsWords = true;
  }

  /// The name under which it has greeted on a connection, if that was kept.
  Hash greeting(int conn) {
    ByteArrayOutputStream bytes = said.get(conn);
    if (bytes != null
        && WireCodec.decodeHandshake(ByteBuffer.wrap(bytes.toByteArray())) instanceof Handshake h) {
      return h.infoHash();
    }
    throw new AssertionError("it has not greeted");
  }

  /// What it has said on a connection, behind the handshake, as far as it was kept.
  List<Decoded> said(int conn) {
    List<Decoded> all = new ArrayList<>();
    var bytes = said.get(conn);
    if (bytes != null) {
      ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
      WireCodec.decodeHandshake(in);
      while (in.hasRemaining()) {
        all.add(WireCodec.decode(in, 1 << 20));
      }
    }
    return all;
  }

  private final Set<Integer> greeted = new TreeSet<>();

  /// What it has said on a connection since this was asked last.
  List<Decoded> fresh(int conn) {
    List<Decoded> all = new ArrayList<>();
    var bytes = said.remove(conn);
    if (bytes != null) {
      ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
      if (greeted.add(conn)) {
        WireCodec.decodeHandshake(in);
      }
      while (in.hasRemaining()) {
        all.add(WireCodec.decode(in, 1 << 20));
      }
    }
    return all;
  }

  /// Whom it tried to reach, in vain.
  List<Endpoint> called() {
    return called;
  }

  /// To whom it sent datagrams.
  Set<Endpoint> posted() {
    return posted;
  }

  /// Whether such a thing has happened.
  boolean saw(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }

  /// How often such a thing has happened.
  long count(Class<? extends Event> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  /// How the torrent stood when it last said so.
  TorrentStatus status() {
    for (Event event : events.reversed()) {
      if (event instanceof Event.StatusChanged(int _, TorrentStatus status)) {
        return status;
      }
    }
    throw new AssertionError("it has not said how it stands");
  }

  boolean closed(int conn) {
    return closed.contains(conn);
  }

  /// Bytes said to anyone, none of which has left.
  long unread() {
    return unread;
  }
}
