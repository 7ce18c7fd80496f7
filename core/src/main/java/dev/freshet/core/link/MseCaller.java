package dev.freshet.core.link;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The side that opened the connection. It says first which ways for the payload it offers, and its
/// first words of payload with that; the other chooses.
final class MseCaller extends MseHandshake {
  private sealed interface State {
    /// The key of the other is to come. Leaves to [Checking].
    record Keying() implements State {}

    /// Padding, then the zeroes of the other, which look like `mark`. Leaves to [Choosing].
    record Checking(byte[] mark) implements State {}

    /// The way that the other has chosen and the length of the padding behind. Leaves to [Padding].
    record Choosing() implements State {}

    /// Padding, then payload. The last.
    record Padding(int length) implements State {}
  }

  private final Hash infoHash;
  private final int offered;
  private final ByteBuffer firstWords;
  private State state = new State.Keying();

  /// @param offered [#PLAIN], [#RC4] or both
  /// @param firstWords payload that goes with the handshake
  MseCaller(Hash infoHash, int offered, ByteBuffer firstWords, RandomGenerator random) {
    super(random);
    this.infoHash = infoHash;
    this.offered = offered;
    this.firstWords = firstWords;
    sendKey();
  }

  @Override
  Outcome advance() {
    while (true) {
      switch (state) {
        case State.Keying() -> {
          if (available() < KeyExchange.LENGTH) {
            return Outcome.MORE;
          }
          byte[] secret = keys.secret(take(KeyExchange.LENGTH));
          if (secret == null) {
            return fail("a key that is none");
          }
          ask(secret);
        }
        case State.Checking(byte[] mark) -> {
          Outcome outcome = skipPast(mark);
          if (outcome != Outcome.DONE) {
            return outcome == Outcome.MORE ? outcome : fail("does not know the torrent");
          }
          state = new State.Choosing();
        }
        case State.Choosing() -> {
          if (available() < 6) {
            return Outcome.MORE;
          }
          ByteBuffer choice = takeDecrypted(6);
          int method = choice.getInt();
          int padding = choice.getShort() & 0xffff;
          if ((method != PLAIN && method != RC4) || (method & offered) == 0) {
            return fail("chooses a way that was not offered");
          }
          if (padding > MAX_PAD) {
            return fail("pads with " + padding + " bytes");
          }
          selected(method);
          state = new State.Padding(padding);
        }
        case State.Padding(int length) -> {
          if (available() < length) {
            return Outcome.MORE;
          }
          takeDecrypted(length);
          return Outcome.DONE;
        }
      }
    }
  }

  @Override
  ByteBuffer firstWords() {
    return ByteBuffer.allocate(0);
  }

  private void ask(byte[] secret) {
    agreed(secret, infoHash, true);
    send(ByteBuffer.wrap(KeyExchange.hash("req1", secret).bytes()));
    Hash cover = KeyExchange.hash("req3", secret);
    send(ByteBuffer.wrap(KeyExchange.xor(KeyExchange.covered(infoHash), cover).bytes()));
    byte[] padding = padding();
    ByteBuffer rest =
        ByteBuffer.allocate(CHECK + 4 + 2 + padding.length + 2 + firstWords.remaining());
    rest.putLong(0).putInt(offered).putShort((short) padding.length).put(padding);
    rest.putShort((short) firstWords.remaining()).put(firstWords.duplicate());
    sendEncrypted(rest.flip());
    // zeroes, encrypted as the other will encrypt them: what its words begin with
    state = new State.Checking(nextIncoming(CHECK));
  }
}
