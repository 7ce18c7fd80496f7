package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.Transports;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.edge.RangeProblem;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.wire.Handshake;
import dev.freshet.protocol.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A whole node, and what one peer or one tracker may say to it: sequences, not single messages.
final class NodeTargets {
  private static final long SECOND = 1_000_000_000L;
  private static final int CONN = -1;

  /// What may wait to be sent to a peer that does not read, whatever it says.
  private static final long MOST_UNSENT = 3 << 20;

  private NodeTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("node-seed", Target.live(input -> talk(input, true, false)));
    all.put("node-download", Target.live(input -> talk(input, false, false)));
    all.put("node-magnet", Target.live(input -> talk(input, false, true)));
    all.put("node-stream", Target.live(NodeTargets::stream));
    all.put("node-tracker", Target.live(NodeTargets::tracker));
  }

  /// The first byte chooses the torrent, the rest is messages: kind, length, body.
  private static void talk(byte[] input, boolean seed, boolean magnet) {
    if (input.length == 0) {
      return;
    }
    Sample sample = Sample.ALL.get((input[0] & 3) % Sample.ALL.size());
    Stage stage = new Stage((input[0] & 4) != 0);
    stage.add(sample, seed, magnet, List.of());
    stage.greet(sample);
    ByteBuffer in = ByteBuffer.wrap(input, 1, input.length - 1);
    while (in.remaining() >= 2) {
      int kind = in.get() & 0xff;
      byte[] body = new byte[Math.min(in.get() & 0xff, in.remaining())];
      in.get(body);
      switch (kind) {
        case 0xff -> stage.pass(SECOND << (body.length & 7));
        case 0xfe -> stage.hear(new byte[4]);
        case 0xfd -> stage.hear(block(body));
        default -> stage.hear(message(kind % 24, body));
      }
    }
    stage.end();
  }

  private static byte[] message(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length)
        .putInt(1 + body.length)
        .put((byte) id)
        .put(body)
        .array();
  }

  /// A block of the usual size, which a body of 255 bytes could not be.
  private static byte[] block(byte[] body) {
    int piece = body.length > 0 ? body[0] : 0;
    int begin = body.length > 1 ? body[1] << 14 : 0;
    int length = body.length > 2 ? body[2] & 0x7fff : 1 << 14;
    return ByteBuffer.allocate(13 + length)
        .putInt(9 + length)
        .put((byte) 7)
        .putInt(piece)
        .putInt(begin)
        .array();
  }

  /// Bytes in any portions, the handshake included.
  private static void stream(byte[] input) {
    Stage stage = new Stage(false);
    stage.add(Sample.HYBRID, true, false, List.of());
    stage.connect();
    for (int at = 0; at < input.length; ) {
      int length = Math.min(1 + (input[at] & 31), input.length - at);
      byte[] portion = new byte[length];
      System.arraycopy(input, at, portion, 0, length);
      stage.hear(portion);
      at += length;
    }
    stage.end();
  }

  private static void tracker(byte[] input) {
    Stage stage = new Stage(false);
    stage.tracker = input;
    stage.add(
        Sample.V1,
        false,
        false,
        List.of(
            "http://10.0.0.9/announce", "udp://10.0.0.9:80/announce", "udp://name:80/announce"));
    stage.pass(100 * SECOND);
    stage.end();
  }

  /// A node, and the world that treats it so.
  static final class Stage {
    private final Node node;
    private final Outbox outbox = new Outbox();
    private final boolean sound;
    private byte[] tracker = {};
    private Info info = Sample.V1.metainfo().info();
    private ByteBuffer datagram = ByteBuffer.allocate(0);
    private long now;
    private long unsent;
    private long held;
    private boolean closed;

    /// `sound` tells whether every hash fits.
    Stage(boolean sound) {
      this(sound, Transports.TCP);
    }

    Stage(boolean sound, Transports transports) {
      this.sound = sound;
      NodeOptions options = NodeOptions.defaults().withTransports(transports);
      this.node = new Node(options, new SplittableRandom(1));
    }

    void add(Sample sample, boolean seed, boolean magnet, List<String> trackers) {
      info = sample.metainfo().info();
      TorrentOptions options = TorrentOptions.in("x").withTrusted(seed).withExtraTrackers(trackers);
      Command add =
          magnet
              ? new Command.AddMagnet(1, Magnet.of(sample.metainfo(), List.of()), options)
              : new Command.AddTorrent(1, sample.metainfo(), options);
      tell(new Input.Asked(add));
      pass(SECOND);
    }

    void connect() {
      tell(new NetInput.Accepted(CONN, new Endpoint(IpAddress.v4(0x0b000001), 5000)));
    }

    void greet(Sample sample) {
      connect();
      long abilities = Handshake.EXTENSIONS | Handshake.FAST | Handshake.V2;
      PeerId id = PeerId.of(new byte[PeerId.LENGTH]);
      var hash = sample.metainfo().info().hashes().wire().getFirst();
      hear(WireCodec.bytes(new Handshake(abilities, hash, id)).array());
    }

    void hear(byte[] bytes) {
      if (!closed) {
        tell(new NetInput.Received(CONN, lease(ByteBuffer.wrap(bytes))));
      }
    }

    void pass(long nanos) {
      for (long left = nanos; left > 0; left -= SECOND / 2) {
        now += SECOND / 2;
        tell(new Input.Tick());
      }
    }

    /// It stops, and nothing is left.
    void end() {
      if (!closed) {
        tell(new NetInput.Closed(CONN, "gone"));
      }
      tell(new Input.Asked(new Command.Stop()));
      pass(20 * SECOND);
      claim(held == 0, held + " buffers are held");
    }

    /// The datagram that was sent last; empty if none was.
    ByteBuffer datagram() {
      return datagram;
    }

    void tell(Input input) {
      node.step(now, input, outbox);
      for (Effect effect = outbox.poll(); effect != null; effect = outbox.poll()) {
        switch (effect) {
          case NetEffect net -> perform(net);
          case DiskEffect disk -> perform(disk);
          case Effect.Notify _ -> {}
        }
      }
    }

    private void perform(NetEffect effect) {
      switch (effect) {
        case NetEffect.Send(int _, ByteBuffer bytes, Lease lease) -> {
          unsent += bytes.remaining();
          claim(unsent <= MOST_UNSENT, unsent + " bytes wait for who does not read");
          if (lease != null) {
            lease.release();
          }
        }
        case NetEffect.Close(int _) -> closed = true;
        case NetEffect.Fetch fetch -> tell(new NetInput.Fetched(fetch.request(), 200, tracker));
        case NetEffect.Resolve resolve ->
            tell(new NetInput.Resolved(resolve.request(), List.of(IpAddress.v4(0x0a000009))));
        case NetEffect.SendDatagram(Endpoint to, ByteBuffer asked, boolean _) -> {
          if (UtpCodec.begins(asked)) {
            datagram = asked;
            return;
          }
          // the transaction of BEP 15 is known to who was asked
          ByteBuffer answer = ByteBuffer.wrap(tracker.clone());
          if (answer.capacity() >= 8 && asked.remaining() >= 16) {
            answer.putInt(4, asked.getInt(asked.position() + 12));
          }
          tell(new NetInput.DatagramReceived(to, answer));
        }
        case NetEffect.Connect(int conn, Endpoint _) -> tell(new NetInput.Closed(conn, "refused"));
        case NetEffect.FetchRange range ->
            tell(
                new NetInput.RangeFailed(
                    range.request(), RangeProblem.REFUSED, "HTTP status 404", 0));
        case NetEffect.Reading _,
            NetEffect.CancelRange _,
            NetEffect.CallGroup _,
            NetEffect.SendToName _,
            NetEffect.FindGateway _,
            NetEffect.FindAddresses _,
            NetEffect.CallDevice _ -> {}
      }
    }

    private void perform(DiskEffect effect) {
      int pieces = info.geometry().pieceCount();
      switch (effect) {
        case DiskEffect.Open open -> {
          info = open.info();
          int count = info.geometry().pieceCount();
          tell(new DiskInput.Opened(1, new Bitfield(count), Bitfield.full(count)));
        }
        case DiskEffect.Write(int _, int piece, int begin, ByteBuffer bytes, Lease lease) -> {
          int length = bytes.remaining();
          lease.release();
          tell(new DiskInput.Written(1, piece, begin, length));
        }
        case DiskEffect.Read(int _, long request, int piece, int begin, int length) -> {
          claim(piece >= 0 && piece < pieces && begin >= 0, "reads what is not there");
          claim(length > 0 && begin + length <= info.geometry().pieceSize(piece), "reads too much");
          tell(new DiskInput.BytesRead(1, request, lease(ByteBuffer.allocate(length))));
        }
        case DiskEffect.Verify(int _, int piece, var _, boolean leaves) -> {
          int blocks = info.geometry().blockCount(piece);
          tell(new DiskInput.Verified(1, piece, sound, leaves ? new byte[32 * blocks] : null));
        }
        case DiskEffect.Commit _ -> tell(new DiskInput.Committed(1));
        case DiskEffect.Forget _ ->
            tell(new DiskInput.Opened(1, new Bitfield(pieces), Bitfield.full(pieces)));
        case DiskEffect.Close _ -> tell(new DiskInput.Closed(1));
      }
    }

    private Lease lease(ByteBuffer buffer) {
      held++;
      return new Lease() {
        private int holds = 1;

        @Override
        public ByteBuffer buffer() {
          claim(holds > 0, "used after its release");
          return buffer;
        }

        @Override
        public Lease retain() {
          claim(holds > 0, "held after its release");
          holds++;
          return this;
        }

        @Override
        public void release() {
          claim(holds > 0, "released too often");
          holds--;
          held -= holds == 0 ? 1 : 0;
        }
      };
    }
  }
}
