package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A piece that has been begun: which blocks are here and from whom, which are under way, and whose
/// piece it is. A block is free if it is neither here nor under way.
final class PieceProgress {
  final int piece;
  final int size;

  /// Whether the piece has failed before, so that one peer alone should send it now.
  boolean retry;

  /// Where it stands among the pieces with free blocks, or -1.
  int place = -1;

  private final int blocks;
  private final Bitfield free;
  private final Bitfield arrived;
  private final @Nullable Request[] outstanding;
  private final int[] senders;
  private int underWay;
  private @Nullable Asked owner;
  private int term;

  PieceProgress(int piece, int size, int blocks) {
    this.piece = piece;
    this.size = size;
    this.blocks = blocks;
    this.free = Bitfield.full(blocks);
    this.arrived = new Bitfield(blocks);
    this.outstanding = new Request[blocks];
    this.senders = new int[blocks];
  }

  // What happens.

  /// A block is asked for, for the first time or once more.
  void ask(Request request) {
    free.clear(request.block);
    request.next = outstanding[request.block];
    outstanding[request.block] = request;
    underWay++;
  }

  /// A request is void. The block is free again unless it is here or another request stands.
  void drop(Request request) {
    Request before = null;
    Request at = outstanding[request.block];
    while (at != request) {
      before = at;
      at = Objects.requireNonNull(at, "a request that its piece does not know").next;
    }
    if (before == null) {
      outstanding[request.block] = request.next;
    } else {
      before.next = request.next;
    }
    underWay--;
    if (outstanding[request.block] == null && !arrived.get(request.block)) {
      free.set(request.block);
    }
  }

  /// A block is here, sent by the peer of this key.
  void arrive(int block, int sender) {
    free.clear(block);
    arrived.set(block);
    senders[block] = sender;
  }

  /// A block that was here is not any more.
  void lose(int block) {
    if (arrived.clear(block)) {
      free.set(block);
    }
  }

  /// This peer works on the piece from now on.
  void own(Asked asked) {
    owner = asked;
    term = asked.term;
  }

  /// Nobody works on it as its owner.
  void disown() {
    owner = null;
  }

  /// All requests are void; the peers may still answer them.
  void dropAll() {
    for (int block = 0; block < blocks; block++) {
      while (outstanding[block] instanceof Request request) {
        request.peer.giveUp(request);
        drop(request);
      }
    }
  }

  // What is asked.

  /// The peer that began the piece or took it over; null if it no longer works on it.
  @Nullable Asked owner() {
    return owner != null && owner.term == term ? owner : null;
  }

  /// Whether all that is here or under way is from this peer.
  boolean onlyFrom(Asked asked) {
    for (int block = 0; block < blocks; block++) {
      if (arrived.get(block) && senders[block] != asked.key) {
        return false;
      }
      for (Request at = outstanding[block]; at != null; at = at.next) {
        if (at.peer != asked) {
          return false;
        }
      }
    }
    return true;
  }

  /// How many blocks are to be fetched.
  int blockCount() {
    return blocks;
  }

  boolean done() {
    return arrived.isFull();
  }

  boolean arrived(int block) {
    return arrived.get(block);
  }

  int freeCount() {
    return free.cardinality();
  }

  /// How many requests stand.
  int underWay() {
    return underWay;
  }

  /// Whether nothing is here and nothing under way.
  boolean untouched() {
    return underWay == 0 && arrived.isEmpty();
  }

  /// Whether one peer alone is to send it.
  boolean exclusive() {
    Asked by = owner();
    return retry || (by != null && by.traits.alone());
  }

  /// Who sent each block. A copy.
  int[] senders() {
    return senders.clone();
  }

  /// The requests that stand for this block.
  List<Request> requests(int block) {
    List<Request> requests = new ArrayList<>(2);
    for (Request at = outstanding[block]; at != null; at = at.next) {
      requests.add(at);
    }
    return requests;
  }

  /// The latest-begun request for this block; null if none stands.
  @Nullable Request first(int block) {
    return outstanding[block];
  }

  /// The first free block at or after `from`, else the first of all; -1 if none is free.
  int nextFree(int from) {
    int block = free.nextSet(from);
    return block >= 0 ? block : free.nextSet(0);
  }

  /// Where a peer that joins others begins: in the middle of the longest stretch of free blocks, so
  /// that each of them goes on with blocks in a row for as long as possible.
  int middleOfLongestGap() {
    int best = -1;
    int longest = 0;
    for (int begin = free.nextSet(0); begin >= 0; ) {
      int after = free.nextClear(begin);
      int end = after < 0 ? blocks : after;
      if (end - begin > longest) {
        longest = end - begin;
        best = begin + (end - begin) / 2;
      }
      begin = free.nextSet(end);
    }
    return best;
  }
}
