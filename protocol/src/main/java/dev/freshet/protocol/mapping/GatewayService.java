package dev.freshet.protocol.mapping;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The service of a UPnP gateway that maps ports.
///
/// @param type its full name, which calls carry
/// @param control where it is called
public record GatewayService(String type, DeviceUrl control) {
  private static final String V2 = "urn:schemas-upnp-org:service:WANIPConnection:2";

  /// Those that map ports, the best first.
  private static final List<String> TYPES =
      List.of(
          V2,
          "urn:schemas-upnp-org:service:WANIPConnection:1",
          "urn:schemas-upnp-org:service:WANPPPConnection:1");

  /// Whether it chooses another port where the one wished for is taken.
  public boolean choosesPorts() {
    return type.equals(V2);
  }

  /// Reads the description of a device; null if it has no such service at its own address.
  ///
  /// @param from where the description came from
  public static @Nullable GatewayService in(byte[] description, DeviceUrl from) {
    List<Xml.Leaf> leaves = Xml.leaves(description);
    if (leaves == null) {
      return null;
    }
    String stated = text(leaves, leaf -> leaf.name().equals("URLBase"));
    DeviceUrl base = stated == null || stated.isEmpty() ? from : from.resolve(stated);
    if (base == null) {
      return null;
    }
    for (String type : TYPES) {
      for (Xml.Leaf leaf : leaves) {
        if (leaf.name().equals("serviceType") && leaf.text().equals(type)) {
          String control =
              text(
                  leaves,
                  other -> other.parent() == leaf.parent() && other.name().equals("controlURL"));
          DeviceUrl at = control == null ? null : base.resolve(control);
          if (at != null) {
            return new GatewayService(type, at);
          }
        }
      }
    }
    return null;
  }

  private static @Nullable String text(List<Xml.Leaf> leaves, Predicate<Xml.Leaf> which) {
    for (Xml.Leaf leaf : leaves) {
      if (which.test(leaf)) {
        return leaf.text();
      }
    }
    return null;
  }
}
