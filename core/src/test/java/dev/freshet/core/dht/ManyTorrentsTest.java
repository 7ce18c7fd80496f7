package dev.freshet.core.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A node that wants more of the DHT than can be looked for at a time.
final class ManyTorrentsTest {
  private final SplittableRandom random = new SplittableRandom(4);
  private final DhtWorld world = new DhtWorld(5);
  private final List<DhtWorld.Resident> residents;

  ManyTorrentsTest() {
    world.settle(60, 0, 2 * DhtWorld.MINUTE);
    residents = world.residents();
  }

  @Test
  void eachOfManyTorrentsIsFound() {
    DhtWorld.Resident seed = residents.get(30);
    DhtWorld.Resident seeker = residents.get(40);
    List<NodeId> names = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      names.add(NodeId.random(random));
      Interest interest = world.join(seed, i, names.get(i));
      interest.stands(true);
      interest.hunger(false);
    }
    world.run(2 * DhtWorld.MINUTE);
    for (int i = 0; i < names.size(); i++) {
      world.join(seeker, i, names.get(i)).hunger(false);
    }
    world.run(2 * DhtWorld.MINUTE);
    Set<Integer> found = new TreeSet<>();
    for (DhtNews news : seeker.news) {
      if (news instanceof DhtNews.PeersFound(int torrent, var peers) && peers.contains(seed.at)) {
        found.add(torrent);
      }
    }
    assertThat(found).hasSize(names.size());
  }

  @Test
  void whatIsWishedWaitsForItsTurn() {
    DhtWorld.Resident node = residents.get(30);
    for (int i = 0; i < 70; i++) {
      world.join(node, i, NodeId.random(random));
    }
    node.news.clear();
    node.dht.fetch(world.now(), 9, NodeId.random(random), Opaque.NONE);
    assertThat(node.dht.advance(world.now(), node.out)).isEmpty();
    world.run(DhtWorld.MINUTE);
    assertThat(node.news).anyMatch(news -> news instanceof DhtNews.Fetched);
  }
}
