package dev.freshet.protocol.dht;

import dev.freshet.protocol.bencode.BencodeWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Something stored in the DHT (BEP 44). Its value is bencoded, and kept byte for byte as it came.
public sealed interface Item {
  /// The longest value, in bytes.
  int MAX_VALUE = 1000;

  /// The longest salt, in bytes.
  int MAX_SALT = 64;

  /// Length of a public key, and of the secret that it is made from.
  int KEY_LENGTH = 32;

  /// Length of a signature.
  int SIGNATURE_LENGTH = 64;

  /// The value, bencoded.
  Opaque value();

  /// The key that it is stored under.
  NodeId target();

  /// Never changes: it is stored under its own hash.
  record Immutable(Opaque value) implements Item {
    public Immutable {
      checkValue(value);
    }

    @Override
    public NodeId target() {
      return NodeId.sha1(value.bytes());
    }
  }

  /// Can be replaced by the owner of the key, under which it is stored, by one with a higher
  /// sequence number.
  ///
  /// @param salt tells apart several items of one owner; often empty
  record Mutable(Opaque key, Opaque salt, long seq, Opaque signature, Opaque value)
      implements Item {
    public Mutable {
      checkValue(value);
      if (key.length() != KEY_LENGTH
          || signature.length() != SIGNATURE_LENGTH
          || salt.length() > MAX_SALT
          || seq < 0) {
        throw new IllegalArgumentException(
            "key of %d bytes, signature of %d, salt of %d, sequence number %d"
                .formatted(key.length(), signature.length(), salt.length(), seq));
      }
    }

    /// An item signed with the secret that `key` was made from.
    public static Mutable signed(Opaque secret, Opaque key, Opaque salt, long seq, Opaque value) {
      byte[] signature = Ed25519.sign(secret.bytes(), toSign(salt, seq, value));
      return new Mutable(key, salt, seq, Opaque.of(signature), value);
    }

    @Override
    public NodeId target() {
      return NodeId.sha1(key.bytes(), salt.bytes());
    }

    /// Whether the owner of the key has signed it, with this salt and sequence number.
    public boolean isGenuine() {
      return Ed25519.verifies(key.bytes(), toSign(salt, seq, value), signature.bytes());
    }

    /// The same with the salt, which a node that stores it does not tell.
    public Mutable withSalt(Opaque other) {
      return new Mutable(key, other, seq, signature, value);
    }

    private static byte[] toSign(Opaque salt, long seq, Opaque value) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (salt.length() > 0) {
        append(out, "4:salt");
        out.writeBytes(new BencodeWriter().string(salt.bytes()).toBytes());
      }
      append(out, "3:seqi" + seq + "e1:v");
      out.writeBytes(value.bytes());
      return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, String text) {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void checkValue(Opaque value) {
    if (value.length() == 0 || value.length() > MAX_VALUE) {
      throw new IllegalArgumentException("a value of " + value.length() + " bytes");
    }
  }
}
