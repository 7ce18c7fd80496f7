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
  private static final int BESIEGED = Integer.getInteger("freshet.dht.besieged", 10);

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

  /// One owner of a network crowds round each of some torrents, with 128 ids from 16 addresses.
  @Test
  void oneNetworkIsOneNodeHoweverManyIdsItHas() {
    DhtWorld world = new DhtWorld(4);
    world.settle(NODES, 0.1, 2 * DhtWorld.MINUTE);
    SplittableRandom random = new SplittableRandom(4);
    List<DhtWorld.Resident> residents = world.residents();
    for (int torrent = 0; torrent < BESIEGED; torrent++) {
      NodeId name = NodeId.random(random);
      Subnet besiegers = world.besiege(name, 16, 8);
      DhtWorld.Resident peer = residents.get(random.nextInt(residents.size()));
      DhtWorld.Resident searcher = residents.get(random.nextInt(residents.size()));
      Interest announced = world.join(peer, torrent, name);
      world.run(6 * DhtWorld.SECOND);
      assertThat(peer.told()).hasSize(RoutingTable.K);
      assertThat(peer.told())
          .filteredOn(at -> Subnet.of(at.ip()).equals(besiegers))
          .hasSizeLessThanOrEqualTo(1);
      peer.dht.leave(announced);
      assertThat(finds(world, searcher, torrent, name, peer)).isTrue();
    }
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
      // who has something stays for a while
      for (int second = 0; second < 15 && peers.get(i).told().isEmpty(); second++) {
        world.run(DhtWorld.SECOND);
      }
      world.run(DhtWorld.SECOND);
      peers.get(i).dht.leave(interest);
    }
    world.kill(dying, peers);
    List<DhtWorld.Resident> left = world.residents();
    List<Integer> messages = new ArrayList<>();
    int found = 0;
    int questions = 0;
    for (int i = 0; i < TORRENTS; i++) {
      DhtWorld.Resident searcher = left.get(random.nextInt(left.size()));
      found += finds(world, searcher, i, names.get(i), peers.get(i)) ? 1 : 0;
      messages.add(searcher.questions() + searcher.answers());
      questions += searcher.questions();
    }
    messages.sort(null);
    Outcome outcome = new Outcome(TORRENTS, found, messages.get(TORRENTS / 2), messages.getLast());
    System.out.printf(
        "%d nodes, %.0f %% lying, %.0f %% just dead: %s, %.1f questions on average, %d datagrams in"
            + " all%n",
        NODES, 100 * lying, 100 * dying, outcome, (double) questions / TORRENTS, world.datagrams());
    return outcome;
  }

  private static boolean finds(
      DhtWorld world,
      DhtWorld.Resident searcher,
      int torrent,
      NodeId name,
      DhtWorld.Resident peer) {
    searcher.news.clear();
    Interest interest = world.join(searcher, torrent, name);
    world.run(6 * DhtWorld.SECOND);
    searcher.dht.leave(interest);
    return searcher.news.stream()
        .anyMatch(
            news -> news instanceof DhtNews.PeersFound(int _, var some) && some.contains(peer.at));
  }
}
