package dev.freshet.protocol.mapping;

import dev.freshet.protocol.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How gateways that speak UPnP are searched: a call to a group of the local network, in the form
/// of HTTP, answered by who is meant.
public final class Ssdp {
  /// Where the call goes.
  public static final Endpoint GROUP =
      Objects.requireNonNull(Endpoint.parse("239.255.255.250:1900"));

  /// Who is called: gateways of both versions.
  public static final List<String> TARGETS =
      List.of(
          "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
          "urn:schemas-upnp-org:device:InternetGatewayDevice:1");

  private static final int MAX_LENGTH = 2048;
  private static final String OK = "HTTP/1.1 200";

  private Ssdp() {}

  /// The call; who is meant answers within `seconds`.
  public static ByteBuffer search(String target, int seconds) {
    String text =
        String.format(
            Locale.ROOT,
            "M-SEARCH * HTTP/1.1\r\nHOST: %s\r\nMAN: \"ssdp:discover\"\r\nMX: %d\r\nST: %s\r\n\r\n",
            GROUP,
            seconds,
            target);
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads an answer: where the device is described; null if it is no answer of a gateway's.
  public static @Nullable DeviceUrl decode(ByteBuffer in) {
    if (in.remaining() > MAX_LENGTH) {
      return null;
    }
    String[] lines =
        StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString().split("\r?\n", -1);
    String target = "";
    DeviceUrl location = null;
    if (!lines[0].startsWith(OK)) {
      return null;
    }
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String value = lines[i].substring(colon + 1).strip();
      switch (lines[i].substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
        case "st" -> target = value;
        case "location" -> location = DeviceUrl.parse(value);
        default -> {}
      }
    }
    return TARGETS.contains(target) ? location : null;
  }
}
