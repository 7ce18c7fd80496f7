package dev.freshet.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.dht.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Lookups in a crowd of two hundred nodes; of more with `-Dfreshet.dht.nodes=10000`.
final class DhtCrowdTest {
  private static final int NODES = Integer.getInteger("freshet.dht.nodes", 200);
  private static final int TORRENTS = Integer.getInteger("freshet.dht.torrents", 100);

  /// What came of some lookups.
  private record Outcome(int tried, int found, int medianMessages, int worstMessages) {}

  @Test
  void lookupsSucceedAmongHonestNodes() {
    Outcome outcome = play(1, 0, 0);
    assertThat(outcome.found).isEqualTo(outcome.tried);
    assertThat(outcome.medianMessages).isLessThanOrEqualTo(60);
  }

  @Test
  void lookupsSucceedWhileAFifthLies() {
    Outcome outcome = play(2, 0.2, 0);
    assertThat(outcome.found).isGreaterThanOrEqualTo(outcome.tried * 99 / 100);
    assertThat(outcome.medianMessages).isLessThanOrEqualTo(60);
  }

  @Test
  void lookupsSucceedWhileAFifthLiesAndHalfHasJustDied() {
    Outcome outcome = play(3, 0.2, 0.5);
    assertThat(outcome.found).isGreaterThanOrEqualTo(outcome.tried * 99 / 100);
    assertThat(outcome.medianMessages).isLessThanOrEqualTo(60);
  }

  /// Peers announce themselves, some nodes die, and somebody else looks for each of the peers.
  private static Outcome play(long seed, double lying, double dying) {
    DhtWorld world = new DhtWorld(seed);
    world.settle(NODES, lying, 2 * DhtWorld.MINUTE);
    SplittableRandom random = new SplittableRandom(seed);
    List<DhtWorld.Resident> residents = world.residents();
    List<NodeId> names = new ArrayList<>();
    List<DhtWorld.Resident> peers = new ArrayList<>();
    for (int i = 0; i < TORRENTS; i++) {
      names.add(NodeId.random(random));
      peers.add(residents.get(random.nextInt(residents.size())));
      Interest interest = world.join(peers.get(i), i, names.get(i));
      world.run(5 * DhtWorld.SECOND);
      peers.get(i).dht.leave(interest);
    }
    world.kill(dying, peers);
    List<DhtWorld.Resident> left = world.residents();
    List<Integer> messages = new ArrayList<>();
    int found = 0;
    int questions = 0;
    for (int i = 0; i < TORRENTS; i++) {
      DhtWorld.Resident searcher = left.get(random.nextInt(left.size()));
      searcher.news.clear();
      Interest interest = world.join(searcher, i, names.get(i));
      world.run(6 * DhtWorld.SECOND);
      searcher.dht.leave(interest);
      messages.add(searcher.questions() + searcher.answers());
      questions += searcher.questions();
      var peer = peers.get(i).at;
      boolean hit =
          searcher.news.stream()
              .anyMatch(news ->
                  news instanceof DhtNews.PeersFound(int torrent, var some) && some.contains(peer));
      found += hit ? 1 : 0;
    }
    messages.sort(null);
    Outcome outcome = new Outcome(TORRENTS, found, messages.get(TORRENTS / 2), messages.getLast());
    System.out.printf(
        "%d nodes, %.0f %% lying, %.0f %% just dead: %s, %.1f questions on average, %d datagrams in"
            + " all%n",
        NODES, 100 * lying, 100 * dying, outcome, (double) questions / TORRENTS, world.datagrams());
    return outcome;
  }
}
