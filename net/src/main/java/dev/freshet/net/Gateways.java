package dev.freshet.net;

import dev.freshet.core.edge.Gateway;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which machine leads out of the local network, over IPv4. Linux tells it; of other systems, which
/// tell it to no Java program, the first address of the local network is taken, where nearly every
/// home's gateway is.
///
/// Only where our own address is one of a local network: others need no mapping.
final class Gateways {
  private static final Path LINUX = Path.of("/proc/net/route");

  /// A route to everywhere.
  private record Route(String card, IpAddress gateway, int metric) {
    private static final int UP = 1;
    private static final int BY_GATEWAY = 2;

    /// Reads a line of Linux's table; null if it is another route.
    static @Nullable Route of(String line) {
      String[] words = line.strip().split("\\s+", -1);
      try {
        int flags = words.length < 8 ? 0 : Integer.parseInt(words[3], 16);
        boolean everywhere = words.length >= 8 && (words[1] + words[7]).matches("0+");
        return everywhere && (flags & UP) != 0 && (flags & BY_GATEWAY) != 0
            ? new Route(
                words[0],
                IpAddress.v4(Integer.reverseBytes(Integer.parseUnsignedInt(words[2], 16))),
                Integer.parseInt(words[6]))
            : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  private Gateways() {}

  /// Finds it for who uses these addresses of the machine, all if there are none; null if there is
  /// none to be asked.
  static @Nullable Gateway find(List<IpAddress> bind) {
    try {
      return Files.isReadable(LINUX) ? byTable(Files.readAllLines(LINUX), bind) : byHabit(bind);
    } catch (IOException e) {
      return null;
    }
  }

  static @Nullable Gateway byTable(List<String> table, List<IpAddress> bind) throws IOException {
    List<Route> routes =
        table.stream()
            .map(Route::of)
            .flatMap(route -> Optional.ofNullable(route).stream())
            .sorted(Comparator.comparingInt(Route::metric))
            .toList();
    for (Route route : routes) {
      NetworkInterface card = NetworkInterface.getByName(route.card);
      for (InterfaceAddress own : card == null ? List.<InterfaceAddress>of() : usable(card, bind)) {
        if (Groups.samePrefix(
            own.getAddress(), Sockets.address(route.gateway), own.getNetworkPrefixLength())) {
          return new Gateway(route.gateway, ip(own));
        }
      }
    }
    return null;
  }

  private static @Nullable Gateway byHabit(List<IpAddress> bind) throws IOException {
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress own : usable(card, bind)) {
        int bits = own.getNetworkPrefixLength();
        int address = (int) ip(own).low();
        int first = (bits == 0 ? 0 : address & (-1 << (32 - bits))) + 1;
        if (card.isUp() && bits < 31 && first != address) {
          return new Gateway(IpAddress.v4(first), ip(own));
        }
      }
    }
    return null;
  }

  /// The card's addresses of a local network that are to be used.
  private static List<InterfaceAddress> usable(NetworkInterface card, List<IpAddress> bind) {
    return card.getInterfaceAddresses().stream()
        .filter(own -> own.getAddress() instanceof Inet4Address)
        .filter(own -> ip(own).isPrivate())
        .filter(own ->
            bind.isEmpty()
                || bind.contains(ip(own))
                || bind.stream().anyMatch(IpAddress::isUnspecified))
        .toList();
  }

  private static IpAddress ip(InterfaceAddress own) {
    return IpAddress.of(own.getAddress().getAddress());
  }
}
