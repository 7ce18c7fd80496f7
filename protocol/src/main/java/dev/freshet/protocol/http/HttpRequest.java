package dev.freshet.protocol.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request, which refuses whatever could be taken for two.
///
/// @param method such as `GET`
/// @param target what stands behind it: a path with its query, or for a proxy a whole URL or, of
///   `CONNECT`, a host and port
/// @param host the header `Host`
/// @param fields those beside `Host` and `Content-Length`
/// @param body may be empty
public record HttpRequest(
    String method, String target, String host, List<HeaderField> fields, byte[] body) {
  public HttpRequest {
    fields = List.copyOf(fields);
    if (!HeaderField.isToken(method) || !isVisible(target) || !isVisible(host)) {
      throw new IllegalArgumentException("a request to " + host + " for " + target);
    }
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /// The bytes that go on the wire.
  public byte[] encode() {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("host: ").append(host).append("\r\n");
    for (HeaderField field : fields) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    if (body.length > 0) {
      head.append("content-length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length);
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
