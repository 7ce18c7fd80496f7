package dev.freshet.cli;

import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/// The address under which other machines reach this one.
final class Reachable {
  /// An address that is nobody's (RFC 5737): it shows which way packets leave.
  private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("192.0.2.1", 9);

  private Reachable() {}

  /// The address that packets to the outside leave from, else the first of an interface that is up,
  /// else the loopback.
  static InetAddress address() {
    return leaving().or(Reachable::first).orElseGet(InetAddress::getLoopbackAddress);
  }

  /// All addresses of this machine; none if it does not tell.
  static List<IpAddress> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(address -> IpAddress.of(address.getAddress()))
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private static Optional<InetAddress> leaving() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(FAR_AWAY);
      InetAddress local = socket.getLocalAddress();
      return local.isAnyLocalAddress() || local.isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(local);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> first() {
    try {
      List<InetAddress> all =
          NetworkInterface.networkInterfaces()
              .filter(Reachable::isUp)
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      return all.stream()
          .filter(Inet4Address.class::isInstance)
          .findFirst()
          .or(() -> all.stream().findFirst());
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
