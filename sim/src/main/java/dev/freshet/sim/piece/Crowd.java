package dev.freshet.sim.piece;

import dev.freshet.sim.scenario.Conduct;
import dev.freshet.sim.scenario.PeerGroup;
import dev.freshet.sim.scenario.PeerResult;
import dev.freshet.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The peers as columns, the origin as the last row, and who of them is there.
final class Crowd {
  private static final int NOWHERE = -1;

  final int peers;
  final int origin;
  final int pieces;
  final BitRows have;

  /// What it has or is getting.
  final BitRows claimed;

  final int[] has;
  final short[] group;
  final long[] arrivedAt;
  final long[] completedAt;
  final long[] sent;
  final long[] received;
  private final int[] present;
  private final int[] place;
  private final long[] up;
  private final boolean[] reachable;
  private int presentCount;

  Crowd(Scenario scenario) {
    peers = scenario.peers();
    origin = peers;
    pieces = Math.toIntExact((scenario.size() - 1) / scenario.pieceSize() + 1);
    int rows = peers + 1;
    have = new BitRows(rows, pieces);
    claimed = new BitRows(rows, pieces);
    has = new int[rows];
    group = new short[rows];
    arrivedAt = new long[rows];
    completedAt = new long[rows];
    sent = new long[rows];
    received = new long[rows];
    present = new int[rows];
    place = new int[rows];
    Arrays.fill(arrivedAt, -1);
    Arrays.fill(completedAt, -1);
    Arrays.fill(place, NOWHERE);
    List<PeerGroup> groups = scenario.groups();
    up = new long[groups.size() + 1];
    reachable = new boolean[groups.size() + 1];
    int next = 0;
    for (int i = 0; i < groups.size(); i++) {
      PeerGroup each = groups.get(i);
      up[i] = each.conduct() == Conduct.FREE_RIDER ? 0 : each.line().up();
      reachable[i] = each.reachable();
      Arrays.fill(group, next, next + each.count(), (short) i);
      next += each.count();
    }
    up[groups.size()] = scenario.origin().up();
    reachable[groups.size()] = true;
    group[origin] = (short) groups.size();
    have.fill(origin, pieces);
    claimed.fill(origin, pieces);
    has[origin] = pieces;
  }

  /// Bytes a second; 0 for one who never sends.
  long up(int peer) {
    return up[group[peer]];
  }

  /// Whether one of the two can connect to the other.
  boolean canMeet(int one, int other) {
    return reachable[group[one]] || reachable[group[other]];
  }

  boolean complete(int peer) {
    return has[peer] == pieces;
  }

  boolean present(int peer) {
    return place[peer] != NOWHERE;
  }

  /// How many are there, the origin counted.
  int presentCount() {
    return presentCount;
  }

  /// One of those who are there, each as likely as any other.
  int anyone(SplittableRandom random) {
    return present[random.nextInt(presentCount)];
  }

  void come(int peer) {
    place[peer] = presentCount;
    present[presentCount++] = peer;
    claimed.copy(peer, have);
  }

  void go(int peer) {
    int last = present[--presentCount];
    present[place[peer]] = last;
    place[last] = place[peer];
    place[peer] = NOWHERE;
  }

  List<PeerResult> results() {
    List<PeerResult> results = new ArrayList<>(peers);
    for (int peer = 0; peer < peers; peer++) {
      results.add(
          new PeerResult(
              group[peer], arrivedAt[peer], completedAt[peer], sent[peer], received[peer]));
    }
    return results;
  }
}
