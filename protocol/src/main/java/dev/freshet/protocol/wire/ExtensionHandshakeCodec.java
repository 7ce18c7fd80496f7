package dev.freshet.protocol.wire;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PlainText;
import dev.freshet.protocol.bencode.BencodeDict;
import dev.freshet.protocol.bencode.BencodeInteger;
import dev.freshet.protocol.bencode.BencodeString;
import dev.freshet.protocol.bencode.BencodeWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The dictionary of [ExtensionHandshake] and back (BEP 9, 10, 21).
///
/// Lenient where it costs nothing: an entry of the wrong kind counts as absent, an absurd number is
/// clamped. Written with sorted keys, so that equal values are equal bytes.
final class ExtensionHandshakeCodec {
  /// Extensions remembered of one peer; clients in use offer about a dozen.
  static final int MAX_IDS = 64;

  /// Chars of an extension's name.
  static final int MAX_NAME = 32;

  /// Chars of the client's name.
  static final int MAX_CLIENT = 64;

  /// Requests that we believe a peer to take at once.
  static final int MAX_REQUEST_QUEUE = 0xffff;

  private ExtensionHandshakeCodec() {}

  static ExtensionHandshake decode(BencodeDict dict) {
    String client = dict.text("v");
    long port = dict.integer("p", 0);
    return new ExtensionHandshake(
        ids(dict.dict("m")),
        client == null ? "" : PlainText.of(client, MAX_CLIENT),
        port > 0 && port <= 0xffff ? (int) port : 0,
        Math.clamp(dict.integer("reqq", 0), 0, MAX_REQUEST_QUEUE),
        Math.clamp(dict.integer("metadata_size", 0), 0, Integer.MAX_VALUE),
        dict.integer("upload_only", 0) != 0,
        address(dict.string("yourip")));
  }

  static ByteBuffer encode(ExtensionHandshake handshake) {
    BencodeWriter out = new BencodeWriter().dict().key("m").dict();
    handshake.ids().forEach((name, id) -> out.key(name).integer(id));
    out.end();
    integer(out, "metadata_size", handshake.metadataSize());
    integer(out, "p", handshake.port());
    integer(out, "reqq", handshake.requestQueue());
    integer(out, "upload_only", handshake.uploadOnly() ? 1 : 0);
    if (!handshake.client().isEmpty()) {
      out.key("v").string(handshake.client());
    }
    IpAddress yourIp = handshake.yourIp();
    if (yourIp != null) {
      out.key("yourip").string(yourIp.bytes());
    }
    return ByteBuffer.wrap(out.end().toBytes());
  }

  private static void integer(BencodeWriter out, String key, int value) {
    if (value != 0) {
      out.key(key).integer(value);
    }
  }

  private static Map<String, Integer> ids(@Nullable BencodeDict dict) {
    Map<String, Integer> ids = new TreeMap<>();
    for (int i = 0; dict != null && i < dict.size() && ids.size() < MAX_IDS; i++) {
      BencodeString name = dict.key(i);
      if (isName(name)
          && dict.value(i) instanceof BencodeInteger id
          && id.value() >= 0
          && id.value() <= 0xff) {
        ids.put(name.text(), (int) id.value());
      }
    }
    return ids;
  }

  /// Names in use are short words of printable ASCII.
  private static boolean isName(BencodeString name) {
    boolean printable = name.length() > 0 && name.length() <= MAX_NAME;
    for (int i = 0; printable && i < name.length(); i++) {
      printable = name.at(i) > ' ' && name.at(i) < 0x7f;
    }
    return printable;
  }

  private static @Nullable IpAddress address(@Nullable BencodeString bytes) {
    return bytes != null && (bytes.length() == 4 || bytes.length() == 16)
        ? IpAddress.of(bytes.bytes())
        : null;
  }
}
