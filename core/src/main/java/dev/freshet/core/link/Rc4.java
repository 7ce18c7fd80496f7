package dev.freshet.core.link;

import java.nio.ByteBuffer;

/// The RC4 stream cipher, as message stream encryption has it: the first 1024 bytes of the key
/// stream are thrown away. Changes bytes where they lie, so that a block costs no allocation.
final class Rc4 {
  private static final int THROWN_AWAY = 1024;

  /// Words of 32 bits, which the processor loads faster than bytes; each 0 to 255.
  private final int[] state = new int[256];

  private int i;
  private int j;

  Rc4(byte[] key) {
    for (int n = 0; n < 256; n++) {
      state[n] = n;
    }
    int at = 0;
    for (int n = 0; n < 256; n++) {
      int value = state[n];
      at = (at + value + (key[n % key.length] & 0xff)) & 0xff;
      state[n] = state[at];
      state[at] = value;
    }
    apply(ByteBuffer.allocate(THROWN_AWAY));
  }

  /// Encrypts, or decrypts, the bytes from position to limit; both stay.
  void apply(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      apply(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      return;
    }
    int[] s = state;
    int a = i;
    int b = j;
    int end = bytes.limit();
    for (int n = bytes.position(); n < end; n++) {
      a = (a + 1) & 0xff;
      int x = s[a];
      b = (b + x) & 0xff;
      int y = s[b];
      s[a] = y;
      s[b] = x;
      bytes.put(n, (byte) (bytes.get(n) ^ s[(x + y) & 0xff]));
    }
    i = a;
    j = b;
  }

  /// The same for a part of an array.
  void apply(byte[] bytes, int from, int length) {
    int[] s = state;
    int a = i;
    int b = j;
    for (int n = from; n < from + length; n++) {
      a = (a + 1) & 0xff;
      int x = s[a];
      b = (b + x) & 0xff;
      int y = s[b];
      s[a] = y;
      s[b] = x;
      bytes[n] ^= (byte) s[(x + y) & 0xff];
    }
    i = a;
    j = b;
  }
}
