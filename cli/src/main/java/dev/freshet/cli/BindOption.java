package dev.freshet.cli;

import dev.freshet.protocol.IpAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which address or network interface of this machine a command uses.
final class BindOption {
  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address of this machine to use, or the network interface such as eth0, whose"
              + " addresses at the start count; all of them by default.")
  private @Nullable String bind;

  /// The addresses to listen on and to call from; empty for all.
  List<IpAddress> addresses() throws Failure {
    if (bind == null) {
      return List.of();
    }
    IpAddress address = IpAddress.parse(bind);
    return address == null ? addresses(bind) : List.of(address);
  }

  private static List<IpAddress> addresses(String name) throws Failure {
    NetworkInterface card;
    try {
      card = NetworkInterface.getByName(name);
    } catch (SocketException e) {
      throw Failure.of(
          "the network interface " + name + " cannot be read: " + e.getMessage() + ".");
    }
    if (card == null) {
      throw Failure.usage(
          "--bind "
              + name
              + " is neither an address nor a network interface of this machine; give one such as"
              + " 192.0.2.1 or eth0.");
    }
    // one of the link alone says nothing without the link's name
    List<IpAddress> addresses =
        card.inetAddresses()
            .filter(each -> !each.isLinkLocalAddress())
            .map(InetAddress::getAddress)
            .map(IpAddress::of)
            // links name the first
            .sorted(Comparator.comparing(ip -> !ip.isV4()))
            .toList();
    if (addresses.isEmpty()) {
      throw Failure.of("the network interface " + name + " has no address; is it up?");
    }
    return addresses;
  }
}
