package dev.freshet.sim.piece;

/// Who is whose neighbour: up to so many edges a peer, each known at both its ends. The first edges
/// of a peer are its slots: the neighbours that it sends to.
final class Overlay {
  /// Places are bytes.
  static final int MOST = 255;

  private final int most;
  private final int[] far;
  private final byte[] back;
  private final short[] gained;
  private final byte[] degree;

  Overlay(int peers, int most) {
    this.most = Math.min(most, MOST);
    far = new int[Math.multiplyExact(peers, this.most)];
    back = new byte[far.length];
    gained = new short[far.length];
    degree = new byte[peers];
  }

  int degree(int peer) {
    return degree[peer] & 0xff;
  }

  boolean full(int peer) {
    return degree(peer) == most;
  }

  /// The neighbour at the far end of edge `place`.
  int far(int peer, int place) {
    return far[peer * most + place];
  }

  /// Pieces that came over the edge of late.
  int gained(int peer, int place) {
    return gained[peer * most + place];
  }

  /// Where the edge to that neighbour is; -1 if there is none.
  int place(int peer, int other) {
    int first = peer * most;
    for (int i = 0; i < degree(peer); i++) {
      if (far[first + i] == other) {
        return i;
      }
    }
    return -1;
  }

  /// A piece came over the edge.
  void gain(int peer, int place) {
    int edge = peer * most + place;
    if (gained[edge] < Short.MAX_VALUE) {
      gained[edge]++;
    }
  }

  /// What came before counts half from now on.
  void fade(int peer) {
    int first = peer * most;
    for (int i = 0; i < degree(peer); i++) {
      gained[first + i] = (short) (gained[first + i] / 2);
    }
  }

  /// Joins two who are not neighbours and have room.
  void connect(int one, int other) {
    int here = one * most + degree(one);
    int there = other * most + degree(other);
    far[here] = other;
    far[there] = one;
    back[here] = degree[other]++;
    back[there] = degree[one]++;
    gained[here] = 0;
    gained[there] = 0;
  }

  /// Takes the edge away; another one takes its place.
  void disconnect(int peer, int place) {
    int other = far(peer, place);
    int there = back[peer * most + place] & 0xff;
    remove(peer, place);
    remove(other, there);
  }

  private void remove(int peer, int place) {
    int last = degree(peer) - 1;
    swap(peer, place, last);
    degree[peer]--;
  }

  /// Lets two edges of a peer change places.
  void swap(int peer, int one, int other) {
    if (one == other) {
      return;
    }
    int a = peer * most + one;
    int b = peer * most + other;
    int farA = far[a];
    byte backA = back[a];
    short gainedA = gained[a];
    far[a] = far[b];
    back[a] = back[b];
    gained[a] = gained[b];
    far[b] = farA;
    back[b] = backA;
    gained[b] = gainedA;
    back[far[a] * most + (back[a] & 0xff)] = (byte) one;
    back[far[b] * most + (back[b] & 0xff)] = (byte) other;
  }
}
