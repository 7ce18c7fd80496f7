package dev.freshet.core.choke;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Whom to unchoke: tit for tat while we download, turns while we seed.
///
/// *Theory of operation.* While downloading (BEP 3), the slots go to the interested neighbours that
/// give us most, and one more, the optimistic unchoke, to one of the others, so that better
/// partners are found and newcomers get something to trade. A slot for which there is no giver is
/// one more optimistic unchoke: so it is at the start, and when those we gave to snub us. An
/// optimistic unchoke is drawn by lot among the choked that owe us least, newcomers weighing more,
/// and stays for its turn; then it goes to another, unless nobody waits. The draw needs no memory:
/// who is unchoked, for how long, and gives too little to be ranked, is in such a turn.
///
/// As a seed nobody gives us anything, and to rank by how fast a neighbour takes would feed the
/// fast alone. So neighbours take turns: one keeps its slot until it has got its quota or its time
/// is up, then those who have waited longest go first, the wait of one that never had a turn
/// counting more, and of those who wait alike the one that has least: that spreads pieces widest,
/// and leaves nobody far behind.
///
/// A full ranking takes slots away only every [ChokeRules#roundNanos], so that connections have the
/// time to come up to speed. Between rounds a free slot is given away at once, and one whose owner
/// asks for nothing counts as free: in a young swarm an unchoked neighbour has often asked others
/// for all that we could give it, and our uplink would idle while others wait. Its owner may still
/// ask; in the next full round it is one of many again. And whoever gives us something need not
/// wait for a full round behind those who only take: towards the end everyone lacks the same few
/// pieces, free slots have gone to free riders meanwhile, and each hop of those pieces would cost
/// half a round.
public final class Choker {
  /// What a neighbour may have got beyond what it gave before it comes later for that.
  private static final long FREE_BYTES = 256 * 1024;

  /// How deep in debt one is whose slot may be taken between rounds, in doublings.
  private static final int MUCH_DEBT = 3;

  private final ChokeRules rules;
  private final RandomGenerator random;
  private boolean ranked;
  private long rankedAt;

  /// A choker that has not ranked anyone yet.
  public Choker(ChokeRules rules, RandomGenerator random) {
    this.rules = rules;
    this.random = random;
  }

  /// Whether it is time for [#rank].
  public boolean due(long nowNanos) {
    return !ranked || nowNanos - deadline() >= 0;
  }

  /// When it is time for [#rank] again; without meaning before the first time.
  public long deadline() {
    return rankedAt + rules.roundNanos();
  }

  /// A full round: the keys of all who are to be unchoked; everyone else is to be choked. At most
  /// `slots` by rank, 1 or more, and one optimistically.
  public Set<Integer> rank(long nowNanos, List<PeerView> peers, boolean seeding, int slots) {
    ranked = true;
    rankedAt = nowNanos;
    return choose(nowNanos, peers, seeding, slots, false);
  }

  /// Between rounds: the same without taking a slot from anyone who has one and wants it, but for
  /// those who only take and owe us much, where givers wait. To be asked when a neighbour became
  /// interested, lost interest, left, or became idle.
  public Set<Integer> fill(long nowNanos, List<PeerView> peers, boolean seeding, int slots) {
    return choose(nowNanos, peers, seeding, slots, true);
  }

  private Set<Integer> choose(
      long now, List<PeerView> peers, boolean seeding, int slots, boolean keep) {
    if (slots < 1) {
      throw new IllegalArgumentException(slots + " slots");
    }
    List<PeerView> waiting = new ArrayList<>();
    Set<Integer> chosen = new LinkedHashSet<>();
    int givers = 0;
    int idle = 0;
    for (PeerView peer : peers) {
      if (!peer.wantsSlot()) {
        continue;
      }
      if (keep && peer.unchoked()) {
        chosen.add(peer.key());
        givers += peer.gives() ? 1 : 0;
        idle += peer.idle() ? 1 : 0;
      } else {
        waiting.add(peer);
      }
    }
    if (keep && !seeding) {
      makeRoom(peers, slots, chosen);
      waiting.removeIf(peer -> chosen.contains(peer.key()));
    }
    if (waiting.isEmpty() || chosen.size() - idle > slots) {
      return chosen;
    }
    waiting = drawn(now, waiting);
    if (seeding) {
      waiting.sort(turns(now));
    } else {
      waiting.sort(givers(slots - givers, waiting).thenComparing(lots(now)));
    }
    for (PeerView peer : waiting) {
      if (chosen.size() - idle > slots) {
        break;
      }
      chosen.add(peer.key());
    }
    return chosen;
  }

  /// Gives the slots of those who only take to givers who wait, between rounds.
  private static void makeRoom(List<PeerView> peers, int slots, Set<Integer> chosen) {
    int givers = 0;
    for (PeerView peer : peers) {
      givers += chosen.contains(peer.key()) && peer.gives() ? 1 : 0;
    }
    List<PeerView> waiting =
        peers.stream()
            .filter(peer -> peer.wantsSlot() && peer.gives() && !chosen.contains(peer.key()))
            .sorted(Comparator.comparingLong(PeerView::downRate).reversed())
            .toList();
    List<PeerView> takers =
        peers.stream()
            .filter(peer -> chosen.contains(peer.key()) && !peer.gives() && debt(peer) >= MUCH_DEBT)
            .sorted(Comparator.comparingInt(Choker::debt).reversed())
            .toList();
    int swaps = Math.min(slots - givers, Math.min(waiting.size(), takers.size()));
    for (int i = 0; i < swaps; i++) {
      chosen.remove(takers.get(i).key());
      chosen.add(waiting.get(i).key());
    }
  }

  /// All of them in an order drawn by lot, newcomers weighing more.
  private List<PeerView> drawn(long now, List<PeerView> peers) {
    record Lot(PeerView peer, double draw) {}
    // the first of weighted exponential draws falls to each in proportion to its weight
    return new ArrayList<>(
        peers.stream()
            .map(peer -> new Lot(peer, random.nextExponential() / weight(now, peer)))
            .sorted(Comparator.comparingDouble(Lot::draw))
            .map(Lot::peer)
            .toList());
  }

  private int weight(long now, PeerView peer) {
    return now - peer.connectedAt() < rules.newcomerNanos() ? rules.newcomerWeight() : 1;
  }

  /// Downloading: the `count` best givers first, the best of them at the top.
  private static Comparator<PeerView> givers(int count, List<PeerView> peers) {
    List<PeerView> best =
        peers.stream()
            .filter(PeerView::gives)
            .sorted(Comparator.comparingLong(PeerView::downRate).reversed())
            .limit(Math.max(0, count))
            .toList();
    return Comparator.comparingInt(peer -> best.contains(peer) ? best.indexOf(peer) : best.size());
  }

  /// Downloading, among the others: who is in an optimistic turn keeps it, who has had one goes
  /// last.
  private Comparator<PeerView> lots(long now) {
    // rounds come a little early or late
    long turn = rules.optimisticNanos() - rules.roundNanos() / 2;
    return Comparator.comparingInt(
            (PeerView peer) -> !peer.unchoked() ? 1 : now - peer.unchokedAt() < turn ? 0 : 2)
        .thenComparingInt(Choker::debt);
  }

  /// How deep in our debt a neighbour is, in doublings: the more it got for nothing, the later it
  /// comes. A little counts for nothing, so that newcomers are not behind anyone.
  private static int debt(PeerView peer) {
    return Long.SIZE - Long.numberOfLeadingZeros(peer.owes() / FREE_BYTES);
  }

  /// Seeding: who is in a turn keeps it, then those who wait, then those who have had a turn.
  private Comparator<PeerView> turns(long now) {
    Comparator<PeerView> place =
        Comparator.comparingInt(peer -> !peer.unchoked() ? 1 : hasTurn(now, peer) ? 0 : 2);
    return place
        .thenComparing(Comparator.comparingLong((PeerView peer) -> wait(now, peer)).reversed())
        .thenComparingInt(PeerView::pieces);
  }

  private boolean hasTurn(long now, PeerView peer) {
    return peer.sentSinceUnchoke() < rules.quotaBytes()
        && now - peer.unchokedAt() < rules.quotaNanos();
  }

  /// How many rounds a choked neighbour has waited; 0 for others.
  private long wait(long now, PeerView peer) {
    if (peer.unchoked()) {
      return 0;
    }
    boolean fresh = peer.unchokedAt() == peer.connectedAt();
    return (now - peer.unchokedAt()) * (fresh ? rules.newcomerWeight() : 1) / rules.roundNanos();
  }
}
