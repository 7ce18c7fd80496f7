package dev.freshet.net;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How many bytes came, and what they were.
final class Digest {
  private final MessageDigest sha;
  private long length;

  Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String of(byte[] bytes) {
    Digest digest = new Digest();
    digest.add(ByteBuffer.wrap(bytes));
    return digest.hex();
  }

  void add(ByteBuffer bytes) {
    length += bytes.remaining();
    sha.update(bytes);
  }

  long length() {
    return length;
  }

  /// Of all that came; ends the count.
  String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
