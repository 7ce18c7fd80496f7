package dev.freshet.core.torrent;

import dev.freshet.core.api.PortMapping;
import dev.freshet.protocol.CanonicalPriority;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// Where we are reached: at the address at which others say they see us, on our own ports, and by
/// those beyond a gateway that maps them on the ports that it gave us.
public final class Ports {
  private final int listenPort;
  private final int udpPort;
  private final AddressVotes votes = new AddressVotes();
  private @Nullable PortMapping mapping;

  /// @param listenPort where peers reach us, 0 if nowhere
  /// @param udpPort where our node of the DHT is reached, 0 if it is not to be told
  public Ports(int listenPort, int udpPort) {
    this.listenPort = listenPort;
    this.udpPort = udpPort;
  }

  /// The gateway lets others through like this, or, with null, not at all.
  public void mapped(@Nullable PortMapping now) {
    mapping = now;
  }

  /// How the gateway lets others through; null if it does not.
  public @Nullable PortMapping mapping() {
    return mapping;
  }

  /// How often peers of the world have changed their minds about our address.
  public int seenElsewhere() {
    return votes.changes();
  }

  /// What trackers and the DHT are told.
  public int peers() {
    PortMapping mapped = mapping;
    return mapped == null || mapped.tcpPort() == 0 ? listenPort : mapped.tcpPort();
  }

  /// What trackers of our own network are told.
  int own() {
    return listenPort;
  }

  /// What this peer is told, who may be on our side of the gateway.
  int peersFor(IpAddress peer) {
    return peer.isPrivate() || peer.isLoopback() ? listenPort : peers();
  }

  /// Where our node of the DHT is, for this peer.
  int dhtFor(IpAddress peer) {
    PortMapping mapped = mapping;
    boolean ours = peer.isPrivate() || peer.isLoopback();
    return ours || mapped == null || mapped.udpPort() == 0 ? udpPort : mapped.udpPort();
  }

  /// A peer says that it sees us at this address.
  void seenAt(IpAddress peer, IpAddress address) {
    votes.says(peer, address);
  }

  /// Whether peers there see us at their own address.
  boolean isOurs(IpAddress peer) {
    return peer.equals(votes.seenBy(peer));
  }

  /// How much a connection between us and this peer is to be preferred (BEP 40): 0 to 2^32 - 1; -1
  /// as long as we do not know at which address it sees us.
  long priority(Endpoint peer) {
    IpAddress us = votes.seenBy(peer.ip());
    return us == null ? -1 : CanonicalPriority.between(new Endpoint(us, peersFor(peer.ip())), peer);
  }
}
