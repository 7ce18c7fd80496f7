package dev.freshet.core.link;

import dev.freshet.protocol.Hash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One side of the Diffie-Hellman key exchange of message stream encryption: a prime of 768 bits, a
/// generator of 2, an exponent of 160 bits.
final class KeyExchange {
  /// Bytes of a public key, and of the secret.
  static final int LENGTH = 96;

  private static final int EXPONENT = 20;

  private static final BigInteger PRIME =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879"
              + "8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A6"
              + "3A36210000000000090563",
          16);

  private final BigInteger exponent;

  KeyExchange(RandomGenerator random) {
    byte[] bytes = new byte[EXPONENT];
    random.nextBytes(bytes);
    exponent = new BigInteger(1, bytes);
  }

  /// What the other side is told.
  byte[] publicKey() {
    return bytes(BigInteger.TWO.modPow(exponent, PRIME));
  }

  /// The secret that both sides share, from what the other side told; null if it told a number with
  /// which there is no secret.
  byte @Nullable [] secret(byte[] theirs) {
    BigInteger key = new BigInteger(1, theirs);
    boolean sound =
        key.compareTo(BigInteger.ONE) > 0 && key.compareTo(PRIME.subtract(BigInteger.ONE)) < 0;
    return sound ? bytes(key.modPow(exponent, PRIME)) : null;
  }

  private static byte[] bytes(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[LENGTH];
    int count = Math.min(signed.length, LENGTH);
    System.arraycopy(signed, signed.length - count, bytes, LENGTH - count, count);
    return bytes;
  }

  /// SHA-1 of a word and what stands behind it.
  static Hash hash(String word, byte[]... parts) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(word.getBytes(StandardCharsets.US_ASCII));
      for (byte[] part : parts) {
        sha1.update(part);
      }
      return Hash.of(sha1.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /// The name under which a torrent is asked for, before the secret covers it.
  static Hash covered(Hash infoHash) {
    return hash("req2", infoHash.bytes());
  }

  /// Each byte of the one against that of the other: covers, and uncovers.
  static Hash xor(Hash one, Hash other) {
    byte[] bytes = one.bytes();
    byte[] mask = other.bytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= mask[i];
    }
    return Hash.of(bytes);
  }
}
