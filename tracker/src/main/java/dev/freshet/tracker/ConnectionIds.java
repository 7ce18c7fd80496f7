package dev.freshet.tracker;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Connection ids of BEP 15 without memory: a keyed hash of the client's address and the minute, so
/// that only who receives at an address can announce from it. Good for the minute in which it was
/// given and the next. Not thread-safe.
final class ConnectionIds {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  /// @param key secret, 32 bytes
  ConnectionIds(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// The id for this client in this minute.
  long id(IpAddress client, long minute) {
    ByteBuffer text = ByteBuffer.allocate(3 * Long.BYTES);
    text.putLong(client.high()).putLong(client.low()).putLong(minute);
    return ByteBuffer.wrap(mac.doFinal(text.array())).getLong();
  }

  /// Whether this client was given this id in this minute or the one before.
  boolean isValid(IpAddress client, long minute, long id) {
    return same(id, id(client, minute)) || same(id, id(client, minute - 1));
  }

  private static boolean same(long a, long b) {
    return MessageDigest.isEqual(bytes(a), bytes(b));
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
