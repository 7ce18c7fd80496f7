package dev.freshet.protocol.mapping;

import dev.freshet.protocol.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a gateway's service answers to a [SoapCall].
///
/// @param errorCode UPnP's number of what went wrong; 0 if nothing did
/// @param externalIp null if none is told
/// @param externalPort the one that was chosen; 0 if none is told
public record SoapAnswer(int errorCode, @Nullable IpAddress externalIp, int externalPort) {
  /// Another machine has this port already.
  public static final int CONFLICT = 718;

  /// Only mappings that last for good can be had.
  public static final int PERMANENT_ONLY = 725;

  /// What went wrong was not told.
  public static final int UNKNOWN = 501;

  /// Reads one.
  public static SoapAnswer of(int status, byte[] body) {
    List<Xml.Leaf> leaves = Xml.leaves(body);
    int error = status == 200 ? 0 : UNKNOWN;
    IpAddress ip = null;
    int port = 0;
    for (Xml.Leaf leaf : leaves == null ? List.<Xml.Leaf>of() : leaves) {
      switch (leaf.name()) {
        case "errorCode" -> error = number(leaf.text(), UNKNOWN);
        case "NewExternalIPAddress" -> ip = IpAddress.parse(leaf.text());
        case "NewReservedPort" -> port = number(leaf.text(), 0);
        default -> {}
      }
    }
    return new SoapAnswer(error, ip, port);
  }

  private static int number(String text, int otherwise) {
    int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
    return number > 0xffff ? otherwise : number;
  }

  /// Why it was refused, in one clause.
  public String clause() {
    return switch (errorCode) {
      case 402, 501 -> "it refuses";
      case 606 -> "it is told not to";
      case CONFLICT, 729 -> "another machine has the port";
      case 728 -> "it has no room for another";
      default -> "it refuses with error " + errorCode;
    };
  }
}
