package dev.freshet.core.dht;

import dev.freshet.core.table.Majority;
import dev.freshet.protocol.IpAddress;
import org.jspecify.annotations.Nullable;

/// At which address others see us, by the majority of what nodes of different subnets say (BEP 42).
/// One liar, or one owner of many addresses side by side, decides nothing.
final class AddressVote {
  private static final int FEWEST_VOTES = 6;

  private final Majority<Subnet, IpAddress> votes;

  AddressVote(@Nullable IpAddress remembered) {
    votes = new Majority<>(FEWEST_VOTES, remembered);
  }

  /// A node says that it sees us at this address. True if that changes what we believe.
  boolean says(IpAddress voter, IpAddress address) {
    return !Subnet.isLocal(voter)
        && !Subnet.isLocal(address)
        && votes.says(Subnet.of(voter), address);
  }

  /// Our address; null as long as it is not known.
  @Nullable IpAddress decided() {
    return votes.decided();
  }
}
