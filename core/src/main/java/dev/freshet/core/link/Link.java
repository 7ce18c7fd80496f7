package dev.freshet.core.link;

import dev.freshet.core.api.Encryption;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How the bytes of one connection travel: in the plain, or encrypted after the handshake of
/// message stream encryption. Bytes are changed where they lie.
///
/// *Theory of operation.* What came goes through [#received], what is to go through [#cover]. While
/// the handshake lasts nothing comes out of the first, and [#takeAnswer] is to be sent as it is.
public final class Link {
  /// How every handshake in the plain begins.
  private static final byte[] PLAIN =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);

  private sealed interface State {
    /// In the plain. Final.
    record Open() implements State {}

    /// The first bytes will tell whether the caller encrypts. Leaves to all others.
    record Undecided(byte[] heard) implements State {}

    /// The handshake goes on. Leaves to [Open], [Covered] and [Broken].
    record Shaking(MseHandshake handshake) implements State {}

    /// Encrypted both ways. Final.
    record Covered(Rc4 incoming, Rc4 outgoing) implements State {}

    /// Of no use. Final.
    record Broken(String reason) implements State {}
  }

  private final boolean plainWillDo;
  private final @Nullable Supplier<MseHandshake> answering;
  private State state;
  private @Nullable ByteBuffer answer;

  private Link(State state, boolean plainWillDo, @Nullable Supplier<MseHandshake> answering) {
    this.state = state;
    this.plainWillDo = plainWillDo;
    this.answering = answering;
  }

  /// In the plain, unless [#call] comes first.
  public static Link plain() {
    return new Link(new State.Open(), true, null);
  }

  /// Of a connection that came in.
  ///
  /// @param torrents the info-hash that this is the [#covered] name of; null if there is no such
  ///   torrent here
  public static Link answering(
      Encryption mode, Function<Hash, @Nullable Hash> torrents, RandomGenerator random) {
    if (mode == Encryption.OFF) {
      return plain();
    }
    boolean plainWanted = mode == Encryption.ALLOWED;
    boolean plainWillDo = mode != Encryption.REQUIRED;
    return new Link(
        new State.Undecided(new byte[0]),
        plainWillDo,
        () -> new MseListener(torrents, plainWanted, plainWillDo, random));
  }

  /// The name under which callers who encrypt ask for a torrent.
  public static Hash covered(Hash infoHash) {
    return KeyExchange.covered(infoHash);
  }

  /// Begins the handshake as the side that opened the connection: what is to be sent.
  ///
  /// @param plainWillDo whether the other side may choose to go on in the plain
  /// @param firstWords payload that goes with the handshake
  public ByteBuffer call(
      Hash infoHash, boolean plainWillDo, ByteBuffer firstWords, RandomGenerator random) {
    int offered = MseHandshake.RC4 | (plainWillDo ? MseHandshake.PLAIN : 0);
    MseHandshake handshake = new MseCaller(infoHash, offered, firstWords, random);
    state = new State.Shaking(handshake);
    ByteBuffer first = handshake.takeAnswer();
    return first == null ? ByteBuffer.allocate(0) : first;
  }

  /// Takes over one hold of bytes that came. What they say, with one hold; null if nothing yet.
  public @Nullable Lease received(Lease bytes) {
    switch (state) {
      case State.Open() -> {
        return bytes;
      }
      case State.Covered(Rc4 incoming, Rc4 _) -> {
        incoming.apply(bytes.buffer());
        return bytes;
      }
      case State.Undecided(byte[] heard) -> {
        return decide(heard, bytes);
      }
      case State.Shaking(MseHandshake handshake) -> {
        ByteBuffer said = shake(handshake, bytes.buffer());
        bytes.release();
        return said == null ? null : Lease.unpooled(said);
      }
      case State.Broken(String _) -> {
        bytes.release();
        return null;
      }
    }
  }

  private @Nullable Lease decide(byte[] heard, Lease bytes) {
    ByteBuffer fresh = bytes.buffer().duplicate();
    byte[] all = Arrays.copyOf(heard, heard.length + fresh.remaining());
    fresh.get(all, heard.length, fresh.remaining());
    bytes.release();
    int length = Math.min(all.length, PLAIN.length);
    if (!Arrays.equals(all, 0, length, PLAIN, 0, length) && answering != null) {
      ByteBuffer said = shake(answering.get(), ByteBuffer.wrap(all));
      return said == null ? null : Lease.unpooled(said);
    }
    if (length < PLAIN.length) {
      state = new State.Undecided(all);
      return null;
    }
    if (!plainWillDo) {
      state = new State.Broken("does not encrypt");
      return null;
    }
    state = new State.Open();
    return Lease.unpooled(ByteBuffer.wrap(all));
  }

  private @Nullable ByteBuffer shake(MseHandshake handshake, ByteBuffer bytes) {
    MseHandshake.Outcome outcome = handshake.feed(bytes);
    answer = handshake.takeAnswer();
    switch (outcome) {
      case MORE -> state = new State.Shaking(handshake);
      case FAILED -> state = new State.Broken(handshake.trouble());
      case DONE -> {
        Rc4 incoming = handshake.incoming();
        Rc4 outgoing = handshake.outgoing();
        state =
            incoming == null || outgoing == null
                ? new State.Open()
                : new State.Covered(incoming, outgoing);
        ByteBuffer said = handshake.payload();
        return said.hasRemaining() ? said : null;
      }
    }
    return null;
  }

  /// What the handshake has to say to what came, to be sent as it is; null if nothing.
  public @Nullable ByteBuffer takeAnswer() {
    ByteBuffer taken = answer;
    answer = null;
    return taken;
  }

  /// Makes the bytes from position to limit, which go next, what they have to be on the way.
  public void cover(ByteBuffer bytes) {
    if (state instanceof State.Covered(Rc4 _, Rc4 outgoing)) {
      outgoing.apply(bytes);
    }
  }

  /// Whether what is said travels encrypted, both ways.
  public boolean encrypted() {
    return state instanceof State.Covered;
  }

  /// Why the connection is of no use; null if it is.
  public @Nullable String broken() {
    return state instanceof State.Broken(String reason) ? reason : null;
  }
}
