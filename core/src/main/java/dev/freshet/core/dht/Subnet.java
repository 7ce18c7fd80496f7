package dev.freshet.core.dht;

import dev.freshet.protocol.IpAddress;

/// The part of an address that one owner easily has all of: 24 bits of IPv4, 64 of IPv6. Where only
/// one node of a subnet counts, an attacker needs many subnets and not many addresses.
record Subnet(long bits, boolean v4) {
  static Subnet of(IpAddress ip) {
    return ip.isV4() ? new Subnet(ip.low() >>> 8, true) : new Subnet(ip.high(), false);
  }

  /// Whether who speaks from this address may name that one: from outside nobody has any business
  /// to name machines of our own network.
  static boolean mayName(IpAddress teller, IpAddress named) {
    return isLocal(teller) || !isLocal(named);
  }

  /// Whether the address is of a local network, where nothing of this holds: there, all that meet
  /// may well be of one subnet, or of one machine.
  static boolean isLocal(IpAddress ip) {
    return ip.isLoopback() || ip.isPrivate();
  }
}
