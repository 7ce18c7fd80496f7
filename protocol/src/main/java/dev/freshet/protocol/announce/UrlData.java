package dev.freshet.protocol.announce;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The options behind a UDP announce (BEP 41), of which one kind is in use: the path and query of
/// the announce URL, in runs of at most 255 bytes.
final class UrlData {
  private static final int END = 0;
  private static final int NOTHING = 1;
  private static final int URL_DATA = 2;
  private static final int MAX_RUN = 255;

  private UrlData() {}

  static byte[] encode(String target) {
    byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
    int runs = (bytes.length + MAX_RUN - 1) / MAX_RUN;
    ByteBuffer out = ByteBuffer.allocate(bytes.length + 2 * runs);
    for (int from = 0; from < bytes.length; from += MAX_RUN) {
      int run = Math.min(MAX_RUN, bytes.length - from);
      out.put((byte) URL_DATA).put((byte) run).put(bytes, from, run);
    }
    return out.array();
  }

  /// The path and query; empty if there are none, or if the options are broken or longer than a
  /// URL, because an announce is good without them.
  static String decode(ByteBuffer in) {
    StringBuilder target = new StringBuilder();
    while (in.hasRemaining()) {
      int option = in.get();
      if (option == END) {
        break;
      }
      if (option == NOTHING) {
        continue;
      }
      int length = in.hasRemaining() ? in.get() & 0xff : MAX_RUN + 1;
      if (length > in.remaining()) {
        return "";
      }
      for (int i = 0; i < length; i++) {
        byte b = in.get();
        if (option == URL_DATA && (b <= ' ' || b == 0x7f)) {
          return "";
        }
        if (option == URL_DATA) {
          target.append((char) b);
        }
      }
    }
    return target.length() > TrackerUrl.MAX_LENGTH ? "" : target.toString();
  }
}
