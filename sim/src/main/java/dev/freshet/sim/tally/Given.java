package dev.freshet.sim.tally;

import dev.freshet.sim.scenario.Outcome;
import java.util.Arrays;
import java.util.List;

/// Counts who gives how much to whom while a run goes on: by groups, and by peers where they are
/// few.
public final class Given {
  private final long[][] byGroup;
  private final long[][] byPeer;

  /// Nothing yet, among so many groups and peers.
  public Given(int groups, int peers) {
    byGroup = new long[groups + 1][groups];
    byPeer = peers > Outcome.MOST_PAIRS ? new long[0][0] : new long[peers + 1][peers];
  }

  /// So many bytes more. A peer is its place in the scenario, group by group; the origin is peer -1
  /// of group -1, and takes nothing.
  public void add(int fromGroup, int from, int toGroup, int to, long bytes) {
    byGroup[fromGroup + 1][toGroup] += bytes;
    if (byPeer.length > 0) {
      byPeer[from + 1][to] += bytes;
    }
  }

  /// For [Outcome#gave].
  public List<List<Long>> groups() {
    return lists(byGroup);
  }

  /// For [Outcome#gavePeers].
  public List<List<Long>> peers() {
    return lists(byPeer);
  }

  private static List<List<Long>> lists(long[][] rows) {
    return Arrays.stream(rows).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }
}
