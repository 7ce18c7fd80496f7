package dev.freshet.core.link;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The side that was called. It learns under cover which torrent is meant, and chooses how the
/// payload goes.
final class MseListener extends MseHandshake {
  /// The most payload that may come with the handshake; clients send theirs of 68 bytes.
  static final int MAX_FIRST_WORDS = 4096;

  private sealed interface State {
    /// The key of the other is to come. Leaves to [Naming].
    record Keying() implements State {}

    /// Padding, then what only who has the secret can say, then the torrent. Leaves to [Offered].
    record Naming(byte[] secret, byte[] mark, boolean found) implements State {}

    /// Zeroes, what ways are offered, the length of the padding. Leaves to [Padding].
    record Offered() implements State {}

    /// Padding, then the length of the first words. Leaves to [FirstWords].
    record Padding(int length, int method) implements State {}

    /// Payload that comes with the handshake, encrypted whatever is chosen. The last.
    record FirstWords(int length, int method) implements State {}
  }

  private final Function<Hash, @Nullable Hash> torrents;
  private final boolean plainWanted;
  private final boolean plainAllowed;
  private State state = new State.Keying();
  private ByteBuffer firstWords = ByteBuffer.allocate(0);

  /// @param torrents the info-hash that this is the [KeyExchange#covered] name of; null if there is
  ///   no such torrent here
  /// @param plainWanted whether to choose plain payload if that is offered
  /// @param plainAllowed whether plain payload will do
  MseListener(
      Function<Hash, @Nullable Hash> torrents,
      boolean plainWanted,
      boolean plainAllowed,
      RandomGenerator random) {
    super(random);
    this.torrents = torrents;
    this.plainWanted = plainWanted;
    this.plainAllowed = plainAllowed;
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
          sendKey();
          state = new State.Naming(secret, KeyExchange.hash("req1", secret).bytes(), false);
        }
        case State.Naming(byte[] secret, byte[] mark, boolean found) -> {
          if (!found) {
            Outcome outcome = skipPast(mark);
            if (outcome != Outcome.DONE) {
              return outcome == Outcome.MORE ? outcome : fail("speaks neither plain nor encrypted");
            }
            state = new State.Naming(secret, mark, true);
          } else if (available() < Hash.SHA1_LENGTH) {
            return Outcome.MORE;
          } else {
            Hash cover = KeyExchange.hash("req3", secret);
            Hash name = torrents.apply(KeyExchange.xor(Hash.of(take(Hash.SHA1_LENGTH)), cover));
            if (name == null) {
              return fail("asks for a torrent that is not here");
            }
            agreed(secret, name, false);
            state = new State.Offered();
          }
        }
        case State.Offered() -> {
          if (available() < CHECK + 6) {
            return Outcome.MORE;
          }
          ByteBuffer offer = takeDecrypted(CHECK + 6);
          boolean zeroes = offer.getLong() == 0;
          int method = choose(offer.getInt());
          int padding = offer.getShort() & 0xffff;
          if (!zeroes || method == 0 || padding > MAX_PAD) {
            return fail(!zeroes ? "has another key" : "offers no way that will do");
          }
          state = new State.Padding(padding, method);
        }
        case State.Padding(int length, int method) -> {
          if (available() < length + 2) {
            return Outcome.MORE;
          }
          int words = takeDecrypted(length + 2).getShort(length) & 0xffff;
          if (words > MAX_FIRST_WORDS) {
            return fail("sends too much with its handshake");
          }
          state = new State.FirstWords(words, method);
        }
        case State.FirstWords(int length, int method) -> {
          if (available() < length) {
            return Outcome.MORE;
          }
          firstWords = takeDecrypted(length);
          answer(method);
          return Outcome.DONE;
        }
      }
    }
  }

  private int choose(int offered) {
    boolean plain = plainAllowed && (offered & PLAIN) != 0;
    boolean rc4 = (offered & RC4) != 0;
    if (plain && (plainWanted || !rc4)) {
      return PLAIN;
    }
    return rc4 ? RC4 : 0;
  }

  private void answer(int method) {
    byte[] padding = padding();
    ByteBuffer answer = ByteBuffer.allocate(CHECK + 4 + 2 + padding.length);
    sendEncrypted(
        answer.putLong(0).putInt(method).putShort((short) padding.length).put(padding).flip());
    selected(method);
  }

  @Override
  ByteBuffer firstWords() {
    return firstWords;
  }
}
