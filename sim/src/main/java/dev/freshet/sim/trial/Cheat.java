package dev.freshet.sim.trial;

import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import dev.freshet.sim.fault.Fault;
import dev.freshet.sim.fault.FaultCounts;
import dev.freshet.sim.world.Meddler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A peer that speaks the protocol and does harm with it: an honest node whose words are changed on
/// their way out.
final class Cheat implements Meddler {
  /// What it does.
  enum Kind {
    /// Gives wrong bytes.
    CORRUPTER,
    /// Says that it has what it lacks.
    LIAR,
    /// Asks without end.
    FLOODER,
    /// Says what is no message.
    BABBLER,
    /// Lets others ask, and gives nothing.
    STALLER
  }

  private static final int FLOOD = 1500;

  private final Kind kind;
  private final Geometry geometry;
  private final double often;
  private final SplittableRandom random;
  private final FaultCounts faults;
  private final Conversing conversing = new Conversing();

  Cheat(Kind kind, Geometry geometry, double often, SplittableRandom random, FaultCounts faults) {
    this.kind = kind;
    this.geometry = geometry;
    this.often = often;
    this.random = random;
    this.faults = faults;
  }

  @Override
  public List<Input> heard(long now, Input input) {
    conversing.heard(input);
    if (kind == Kind.CORRUPTER
        && input instanceof DiskInput.BytesRead(int _, long _, var lease)
        && random.nextDouble() < often) {
      ByteBuffer bytes = lease.buffer();
      int at = bytes.position() + random.nextInt(bytes.remaining());
      bytes.put(at, (byte) ~bytes.get(at));
      faults.count(Fault.CORRUPT_BLOCK);
    }
    if (kind == Kind.STALLER && input instanceof DiskInput.BytesRead(int _, long _, var lease)) {
      lease.release();
      return List.of();
    }
    return List.of(input);
  }

  @Override
  public List<Effect> said(long now, List<Effect> effects) {
    conversing.said(effects);
    int conn = conversing.any(random);
    boolean speaks = kind != Kind.CORRUPTER && kind != Kind.STALLER;
    if (conn == 0 || !speaks || random.nextDouble() > often / 20) {
      return effects;
    }
    List<Effect> more = new ArrayList<>(effects);
    more.add(new NetEffect.Send(conn, harm(), null));
    return more;
  }

  private ByteBuffer harm() {
    int piece = random.nextInt(geometry.pieceCount());
    return switch (kind) {
      case CORRUPTER, STALLER, LIAR -> {
        faults.count(Fault.FALSE_HAVE);
        yield WireCodec.bytes(new Message.Have(piece));
      }
      case FLOODER -> {
        faults.count(Fault.REQUEST_FLOOD);
        ByteBuffer all = ByteBuffer.allocate(FLOOD * 17);
        for (int i = 0; i < FLOOD; i++) {
          WireCodec.encode(
              new Message.Request(piece, 0, Math.min(Geometry.BLOCK, geometry.pieceSize(piece))),
              all);
        }
        yield all.flip();
      }
      case BABBLER -> {
        faults.count(Fault.GARBAGE);
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes);
      }
    };
  }
}
