package dev.freshet.protocol.wire;

import dev.freshet.protocol.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which program a peer id says it belongs to, for people (BEP 20). A claim like everything in it.
public final class ClientName {
  /// `1-36-0-`: three numbers with dashes between and behind.
  private static final Pattern DASHED = Pattern.compile("([0-9]{1,3}-[0-9]{1,3}-[0-9]{1,3})-");

  private ClientName() {}

  /// Name and version where the id follows a known habit, otherwise the id itself, printable.
  public static String of(PeerId id) {
    String text = new String(id.bytes(), StandardCharsets.ISO_8859_1);
    String name = null;
    if (text.charAt(0) == '-' && text.charAt(7) == '-') {
      name = azureus(text.substring(1, 3), text.substring(3, 7));
    } else if (text.startsWith("A2-")) {
      name = dashed("aria2", text.substring(3));
    } else if (text.charAt(0) == 'M') {
      name = dashed("BitTorrent", text.substring(1));
    }
    return name != null ? name : id.toString();
  }

  /// `-XXabcd-`: two letters for the program, four signs for the version.
  private static @Nullable String azureus(String code, String version) {
    String name = program(code);
    if (name == null || !version.chars().allMatch(ClientName::isVersionSign)) {
      return null;
    }
    if (code.equals("TR") && version.charAt(0) < '4') {
      return name + " " + version.charAt(0) + "." + version.substring(1, 3);
    }
    String text = name + " " + part(version, 0) + "." + part(version, 1) + "." + part(version, 2);
    int last = part(version, 3);
    return last == 0 || last > 9 ? text : text + "." + last;
  }

  private static @Nullable String dashed(String name, String rest) {
    Matcher version = DASHED.matcher(rest);
    return version.lookingAt() ? name + " " + version.group(1).replace('-', '.') : null;
  }

  private static @Nullable String program(String code) {
    return switch (code) {
      case "AZ" -> "Vuze";
      case "BC" -> "BitComet";
      case "BI" -> "BiglyBT";
      case "BT" -> "BitTorrent";
      case "DE" -> "Deluge";
      case "FD" -> "Free Download Manager";
      case "FH" -> "Freshet";
      case "FL" -> "Folx";
      case "FT" -> "FoxTorrent";
      case "FX" -> "Freebox";
      case "GT" -> "anacrolix/torrent";
      case "HL" -> "Halite";
      case "KT" -> "KTorrent";
      case "LT" -> "libtorrent";
      case "lt" -> "rTorrent";
      case "MG" -> "MediaGet";
      case "PI" -> "PicoTorrent";
      case "qB" -> "qBittorrent";
      case "RN" -> "rain";
      case "rQ" -> "rqbit";
      case "TL" -> "Tribler";
      case "TR" -> "Transmission";
      case "TX" -> "Tixati";
      case "UM" -> "µTorrent Mac";
      case "UT" -> "µTorrent";
      case "UW" -> "µTorrent Web";
      case "WD" -> "WebTorrent Desktop";
      case "WW" -> "WebTorrent";
      case "SD", "XL" -> "Xunlei";
      default -> null;
    };
  }

  private static boolean isVersionSign(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /// Digits are themselves, `A` is 10 and so on, `a` is 36 and so on.
  private static int part(String version, int index) {
    char c = version.charAt(index);
    if (c <= '9') {
      return c - '0';
    }
    return c <= 'Z' ? c - 'A' + 10 : c - 'a' + 36;
  }
}
