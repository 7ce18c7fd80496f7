package dev.freshet.sim.piece;

/// What each uplink is sending: up to [#MOST] pieces at once, the oldest first.
final class Transfers {
  /// So many share an uplink at most: the slots by rank and the optimistic one.
  static final int MOST = 5;

  private final int[] receiver;
  private final int[] piece;
  private final byte[] first;
  private final byte[] count;

  Transfers(int peers) {
    receiver = new int[Math.multiplyExact(peers, MOST)];
    piece = new int[receiver.length];
    first = new byte[peers];
    count = new byte[peers];
  }

  int count(int peer) {
    return count[peer];
  }

  void add(int peer, int to, int what) {
    int at = peer * MOST + (first[peer] + count[peer]) % MOST;
    receiver[at] = to;
    piece[at] = what;
    count[peer]++;
  }

  /// Whom the oldest goes to.
  int receiver(int peer) {
    return receiver[peer * MOST + first[peer]];
  }

  /// What the oldest is.
  int piece(int peer) {
    return piece[peer * MOST + first[peer]];
  }

  /// The oldest is done.
  void remove(int peer) {
    first[peer] = (byte) ((first[peer] + 1) % MOST);
    count[peer]--;
  }
}
