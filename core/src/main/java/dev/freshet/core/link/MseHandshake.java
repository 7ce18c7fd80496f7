package dev.freshet.core.link;

import dev.freshet.protocol.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What both sides of the handshake of message stream encryption have in common: bytes that come
/// and are not read yet, bytes to send, and the two ciphers. The rest is in [MseCaller] and
/// [MseListener].
abstract sealed class MseHandshake permits MseCaller, MseListener {
  /// The payload goes on as it is.
  static final int PLAIN = 1;

  /// The payload is encrypted.
  static final int RC4 = 2;

  /// Padding anywhere.
  static final int MAX_PAD = 512;

  /// The zero bytes by which each side sees that the other has the key.
  static final int CHECK = 8;

  /// What the handshake has come to.
  enum Outcome {
    /// More bytes must come.
    MORE,
    /// It is over: [#payload] is what came with it, and all that follows is payload too.
    DONE,
    /// It cannot go on, for the reason of [#trouble].
    FAILED
  }

  final KeyExchange keys;
  final RandomGenerator random;
  private byte[] waiting = new byte[0];
  private int read;
  private @Nullable ByteBuffer toSend;
  private String trouble = "";
  private @Nullable Rc4 incoming;
  private @Nullable Rc4 outgoing;
  private boolean encrypted;

  MseHandshake(RandomGenerator random) {
    this.random = random;
    this.keys = new KeyExchange(random);
  }

  /// Takes in what came, all of it, and goes as far as that leads.
  final Outcome feed(ByteBuffer bytes) {
    byte[] all = Arrays.copyOfRange(waiting, read, waiting.length + bytes.remaining());
    bytes.duplicate().get(all, waiting.length - read, bytes.remaining());
    waiting = all;
    read = 0;
    return advance();
  }

  /// Goes as far as the bytes lead that are there.
  abstract Outcome advance();

  // What is read.

  /// How many bytes wait to be read.
  final int available() {
    return waiting.length - read;
  }

  /// Reads so many bytes, which are there.
  final byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(waiting, read, read + count);
    read += count;
    return taken;
  }

  /// Reads so many bytes, which are there, and decrypts them.
  final ByteBuffer takeDecrypted(int count) {
    ByteBuffer taken = ByteBuffer.wrap(take(count));
    cipher(incoming).apply(taken);
    return taken;
  }

  /// So many zeroes, as the other side will encrypt them next.
  final byte[] nextIncoming(int count) {
    byte[] zeroes = new byte[count];
    cipher(incoming).apply(zeroes, 0, count);
    return zeroes;
  }

  /// Reads up to the end of `mark`, which stands behind at most [#MAX_PAD] bytes. [Outcome#DONE] if
  /// it was found, [Outcome#FAILED] if it cannot be there any more.
  final Outcome skipPast(byte[] mark) {
    int last = Math.min(available() - mark.length, MAX_PAD);
    for (int at = 0; at <= last; at++) {
      int from = read + at;
      if (Arrays.equals(waiting, from, from + mark.length, mark, 0, mark.length)) {
        read = from + mark.length;
        return Outcome.DONE;
      }
    }
    return last == MAX_PAD ? Outcome.FAILED : Outcome.MORE;
  }

  /// The payload that has come with the handshake and behind it.
  final ByteBuffer payload() {
    ByteBuffer rest = ByteBuffer.wrap(take(available()));
    if (encrypted) {
      cipher(incoming).apply(rest);
    }
    ByteBuffer first = firstWords();
    return ByteBuffer.allocate(first.remaining() + rest.remaining()).put(first).put(rest).flip();
  }

  /// The payload that came as a part of the handshake.
  abstract ByteBuffer firstWords();

  // What is said.

  /// Adds bytes that are to be sent as they are.
  final void send(ByteBuffer bytes) {
    ByteBuffer before = toSend == null ? ByteBuffer.allocate(0) : toSend;
    toSend =
        ByteBuffer.allocate(before.remaining() + bytes.remaining()).put(before).put(bytes).flip();
  }

  /// Adds bytes that are to be sent encrypted.
  final void sendEncrypted(ByteBuffer bytes) {
    cipher(outgoing).apply(bytes);
    send(bytes);
  }

  /// Our public key and some padding.
  final void sendKey() {
    send(ByteBuffer.wrap(keys.publicKey()));
    send(ByteBuffer.wrap(padding()));
  }

  /// Random bytes, of a random number.
  final byte[] padding() {
    byte[] padding = new byte[random.nextInt(MAX_PAD + 1)];
    random.nextBytes(padding);
    return padding;
  }

  /// What is to be sent now; null if nothing.
  final @Nullable ByteBuffer takeAnswer() {
    ByteBuffer answer = toSend;
    toSend = null;
    return answer;
  }

  // The ciphers.

  /// Both sides know the secret and which torrent they mean.
  final void agreed(byte[] secret, Hash infoHash, boolean calling) {
    Rc4 ofCaller = new Rc4(KeyExchange.hash("keyA", secret, infoHash.bytes()).bytes());
    Rc4 ofListener = new Rc4(KeyExchange.hash("keyB", secret, infoHash.bytes()).bytes());
    outgoing = calling ? ofCaller : ofListener;
    incoming = calling ? ofListener : ofCaller;
  }

  private static Rc4 cipher(@Nullable Rc4 cipher) {
    if (cipher == null) {
      throw new IllegalStateException("no key yet");
    }
    return cipher;
  }

  /// The payload will go like this.
  final void selected(int method) {
    encrypted = method == RC4;
  }

  /// Decrypts the payload that comes; null if it comes in the plain.
  final @Nullable Rc4 incoming() {
    return encrypted ? incoming : null;
  }

  /// Encrypts the payload that goes; null if it goes in the plain.
  final @Nullable Rc4 outgoing() {
    return encrypted ? outgoing : null;
  }

  final Outcome fail(String reason) {
    trouble = reason;
    return Outcome.FAILED;
  }

  /// Why it failed.
  final String trouble() {
    return trouble;
  }
}
