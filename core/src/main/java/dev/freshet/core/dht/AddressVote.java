package dev.freshet.core.dht;

import dev.freshet.protocol.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// At which address others see us, by the majority of what nodes of different subnets say (BEP 42).
/// One liar, or one owner of many addresses side by side, decides nothing.
final class AddressVote {
  private static final int MOST_VOTES = 16;
  private static final int FEWEST_VOTES = 6;

  private final LinkedHashMap<Subnet, IpAddress> votes = new LinkedHashMap<>();
  private @Nullable IpAddress decided;

  AddressVote(@Nullable IpAddress remembered) {
    decided = remembered;
  }

  /// A node says that it sees us at this address. True if that changes what we believe.
  boolean says(IpAddress voter, IpAddress address) {
    if (Subnet.isLocal(voter) || Subnet.isLocal(address)) {
      return false;
    }
    Subnet subnet = Subnet.of(voter);
    votes.remove(subnet);
    votes.put(subnet, address);
    if (votes.size() > MOST_VOTES) {
      votes.pollFirstEntry();
    }
    Map<IpAddress, Integer> counts = new TreeMap<>();
    votes.values().forEach(each -> counts.merge(each, 1, Integer::sum));
    int agreeing = counts.getOrDefault(address, 0);
    if (agreeing < FEWEST_VOTES || 2 * agreeing <= votes.size() || address.equals(decided)) {
      return false;
    }
    decided = address;
    return true;
  }

  /// Our address; null as long as it is not known.
  @Nullable IpAddress decided() {
    return decided;
  }
}
