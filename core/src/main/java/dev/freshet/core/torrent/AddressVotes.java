package dev.freshet.core.torrent;

import dev.freshet.core.table.Majority;
import dev.freshet.protocol.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// At which address peers see us, by the majority of what those say who have said it last: one
/// address for peers of our machine, one for those of our network, one for those of the world, for
/// IPv4 and IPv6 each. Each address has one vote.
final class AddressVotes {
  private static final int FEWEST_VOTES = 3;

  /// Who sees us at the same address.
  private record Side(boolean v4, boolean loopback, boolean local) {
    static Side of(IpAddress address) {
      return new Side(address.isV4(), address.isLoopback(), address.isPrivate());
    }
  }

  private final Map<Side, Majority<IpAddress, IpAddress>> votes = new LinkedHashMap<>();
  private int changes;

  /// A peer says that it sees us at this address.
  void says(IpAddress voter, IpAddress address) {
    Side side = Side.of(voter);
    if (side.equals(Side.of(address))) {
      Majority<IpAddress, IpAddress> said =
          votes.computeIfAbsent(side, _ -> new Majority<>(FEWEST_VOTES, null));
      boolean decided = said.decided() != null;
      boolean changed = said.says(voter, address);
      changes += changed && decided && !side.loopback && !side.local ? 1 : 0;
    }
  }

  /// How often those of the world have come to see us elsewhere.
  int changes() {
    return changes;
  }

  /// Where this peer sees us; null as long as too few have said.
  @Nullable IpAddress seenBy(IpAddress peer) {
    Majority<IpAddress, IpAddress> said = votes.get(Side.of(peer));
    return said == null ? null : said.decided();
  }
}
