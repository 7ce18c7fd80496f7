package dev.freshet.core.bound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Another number of peers in the same shares.
public final class PeerShares {
  private PeerShares() {}

  /// So many peers, of each class its share of `mix` rounded down, and one more where the rounding
  /// took most until the number is right. The order of the classes stays.
  public static List<PeerClass> of(List<PeerClass> mix, long peers) {
    if (peers < 0) {
      throw new IllegalArgumentException(peers + " peers");
    }
    BigInteger whole =
        mix.stream()
            .map(each -> BigInteger.valueOf(each.count()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    if (whole.signum() == 0) {
      throw new IllegalArgumentException("no peers to take shares of");
    }
    List<PeerClass> shared = new ArrayList<>();
    List<Rest> rests = new ArrayList<>();
    long left = peers;
    for (int i = 0; i < mix.size(); i++) {
      BigInteger part = BigInteger.valueOf(mix.get(i).count()).multiply(BigInteger.valueOf(peers));
      BigInteger[] share = part.divideAndRemainder(whole);
      shared.add(mix.get(i).withCount(share[0].longValueExact()));
      rests.add(new Rest(i, share[1]));
      left -= share[0].longValueExact();
    }
    rests.sort(Comparator.comparing(Rest::size).reversed());
    for (Rest rest : rests.subList(0, (int) left)) {
      PeerClass each = shared.get(rest.index());
      shared.set(rest.index(), each.withCount(each.count() + 1));
    }
    return List.copyOf(shared);
  }

  /// What rounding took from a class.
  private record Rest(int index, BigInteger size) {}
}
