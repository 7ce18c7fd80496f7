package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The addresses of this machine, looked at again and again.
final class OwnAddresses {
  private final List<IpAddress> bind;
  private Set<IpAddress> all = Set.of();
  private List<IpAddress> reachable = List.of();

  /// @param bind the addresses that are to be used, all if there are none
  OwnAddresses(List<IpAddress> bind) {
    this.bind = bind;
  }

  /// Looks. Those that were there at the last look and are not any more.
  Set<IpAddress> look() {
    Set<IpAddress> now = new TreeSet<>();
    Set<IpAddress> open = new TreeSet<>();
    try {
      for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
        boolean up = card.isUp();
        for (InterfaceAddress own : card.getInterfaceAddresses()) {
          IpAddress ip = IpAddress.of(own.getAddress().getAddress());
          now.add(ip);
          if (up && isReachable(own.getAddress()) && isUsed(ip)) {
            open.add(ip);
          }
        }
      }
    } catch (IOException e) {
      // interfaces that go while they are looked at; the next look will tell
      return Set.of();
    }
    Set<IpAddress> gone = new TreeSet<>(all);
    gone.removeAll(now);
    all = now;
    reachable = List.copyOf(open);
    return gone;
  }

  /// Those at which others may reach us, in order, as of the last look.
  List<IpAddress> reachable() {
    return reachable;
  }

  private static boolean isReachable(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress();
  }

  private boolean isUsed(IpAddress ip) {
    return bind.isEmpty() || bind.contains(ip) || bind.stream().anyMatch(IpAddress::isUnspecified);
  }
}
