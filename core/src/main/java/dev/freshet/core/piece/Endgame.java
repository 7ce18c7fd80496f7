package dev.freshet.core.piece;

import dev.freshet.protocol.Bitfield;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Which blocks to ask a second peer for, when every missing block is under way already, or when
/// there is none left that it could be asked for and others are late.
///
/// Asking everybody for everything, as BEP 3 has it, ends soon and wastes much. Here each request
/// has a time at which it should be answered, by the rate of the peer and what it owes. A block is
/// worth a second request only if the new peer should have it clearly sooner than those asked
/// before: so the blocks go first that would come last, and a peer that does its part is left
/// alone. Two requests a block are the most; three when few blocks are left or those asked are
/// late.
final class Endgame {
  /// So many requests stand for a block at most.
  static final int MOST = 2;

  /// And so many when little is left, or the others are late.
  static final int MOST_AT_THE_END = 3;

  /// How few requests count as little.
  static final int FEW = 20;

  /// How much sooner a block should come to be asked for once more. Less is not worth the waste: a
  /// peer that does its part has about a second of work in its queue.
  static final long MIN_GAIN_NANOS = 1_000_000_000L;

  /// How many requests are looked at to choose from.
  static final int MAX_LOOKS = 4096;

  private record Candidate(Request request, long gain) {}

  private Endgame() {}

  /// Up to `count` requests of other peers whose blocks this one should be asked for too, the most
  /// worthwhile first; unless `all` is under way, just those that are late.
  static List<Request> choose(
      long now, Asked asked, Bitfield has, Collection<Asked> peers, int count, boolean all) {
    if (asked.traits.alone() || asked.traits.snubbing()) {
      return List.of();
    }
    int standing = 0;
    for (Asked peer : peers) {
      standing += peer.requests.size();
    }
    Comparator<Candidate> order = Comparator.comparingLong(Candidate::gain);
    PriorityQueue<Candidate> best = new PriorityQueue<>(order);
    long soonest = now + asked.dueInNanos();
    int looks = 0;
    for (Asked peer : peers) {
      for (Request request : peer.requests) {
        if (looks++ == MAX_LOOKS) {
          return inOrder(best, order);
        }
        boolean worth = (all || now - request.due > 0) && has.get(request.progress.piece);
        long gain = worth ? gain(now, soonest, asked, request) : 0;
        if (gain >= MIN_GAIN_NANOS && mayRepeat(now, request, all && standing <= FEW)) {
          best.add(new Candidate(request, gain));
          if (best.size() > count) {
            best.remove();
          }
        }
      }
    }
    return inOrder(best, order);
  }

  private static List<Request> inOrder(PriorityQueue<Candidate> best, Comparator<Candidate> order) {
    List<Candidate> candidates = new ArrayList<>(best);
    candidates.sort(order.reversed());
    return candidates.stream().map(Candidate::request).toList();
  }

  /// How much sooner the block should come if this peer is asked too; 0 if no sooner. A block
  /// counts once, at its latest request.
  private static long gain(long now, long soonest, Asked asked, Request request) {
    if (request.progress.first(request.block) != request) {
      return 0;
    }
    long gain = Long.MAX_VALUE;
    for (Request at = request; at != null; at = at.next) {
      gain = at.peer == asked ? 0 : Math.min(gain, at.expected(now) - soonest);
      if (gain <= 0) {
        return 0;
      }
    }
    return gain;
  }

  private static boolean mayRepeat(long now, Request request, boolean few) {
    int standing = 0;
    boolean late = true;
    for (Request at = request; at != null; at = at.next) {
      standing++;
      late &= now - at.due > 0;
    }
    return standing < (few || late ? MOST_AT_THE_END : MOST);
  }
}
