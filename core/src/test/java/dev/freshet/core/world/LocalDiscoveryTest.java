package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Discovery;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.local.LocalSearch;
import dev.freshet.protocol.magnet.Magnet;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Peers that find each other on one local network (BEP 14).
class LocalDiscoveryTest {
  private static final int TORRENT = 7;

  private final World world = new World(1);

  private Participant join(Sample sample, boolean seed, Discovery discovery) {
    world.neighbourhood();
    Participant one = world.join(World.Link.of(1_000_000));
    if (seed) {
      one.disk().put(sample.content());
    }
    TorrentOptions options = TorrentOptions.in("data").withTrusted(seed);
    one.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options.withDiscovery(discovery)));
    return one;
  }

  private static Sample sample(boolean isPrivate) {
    return Sample.of(1, 200_000, 32 * 1024, TorrentVersion.HYBRID, isPrivate);
  }

  @Test
  void theyNeedNoAddress() {
    Sample sample = sample(false);
    join(sample, true, Discovery.ALL);
    Participant leech = join(sample, false, Discovery.ALL);
    assertThat(world.run(20 * SECOND, leech::complete)).isTrue();
  }

  @Test
  void whoHasOnlyALinkCallsToo() {
    Sample sample = sample(false);
    join(sample, true, Discovery.ALL);
    world.run(10 * SECOND, () -> false);
    Participant leech = world.join(World.Link.of(1_000_000));
    Magnet link = Magnet.of(sample.metainfo().info().hashes(), List.of());
    leech.ask(new Command.AddMagnet(TORRENT, link, TorrentOptions.in("data")));
    assertThat(world.run(20 * SECOND, leech::complete)).isTrue();
  }

  @Test
  void oneCallInFiveMinutesIsEnough() {
    Participant seed = join(sample(false), true, Discovery.ALL);
    world.run(299 * SECOND, () -> false);
    assertThat(seed.calls()).isEqualTo(1);
    world.run(300 * SECOND, () -> false);
    assertThat(seed.calls()).isEqualTo(2);
    assertThat(seed.connected()).as("itself").isZero();
  }

  @Test
  void ofAPrivateTorrentNothingIsCalled() {
    Sample sample = sample(true);
    Participant seed = join(sample, true, Discovery.ALL);
    Participant leech = join(sample, false, Discovery.ALL);
    world.run(700 * SECOND, () -> false);
    assertThat(seed.calls() + leech.calls()).isZero();
    assertThat(leech.connected()).isZero();
  }

  @Test
  void whoDoesNotWantItNeitherCallsNorHears() {
    Sample sample = sample(false);
    Participant seed = join(sample, true, new Discovery(true, false));
    Participant leech = join(sample, false, Discovery.ALL);
    world.run(700 * SECOND, () -> false);
    assertThat(seed.calls()).isZero();
    assertThat(seed.connected()).isZero();
    assertThat(leech.connected()).isZero();
  }

  @Test
  void aFloodOfCallsIsHeardInSmallPartOnly() {
    Sample sample = sample(false);
    Stranger node = new Stranger(NodeOptions.defaults().withListenPort(6881), 1);
    node.add(Stranger.TORRENT, sample, false);
    node.pass(SECOND);
    Hash name = sample.metainfo().info().hashes().primary();
    for (int i = 1; i <= 1000; i++) {
      LocalSearch call = new LocalSearch(List.of(name), i, "other");
      node.tell(
          new NetInput.GroupCalled(
              new Endpoint(IpAddress.v4(0x0a00_0001), 6771), call.encode(LocalSearch.GROUP_V4)));
    }
    node.pass(5 * SECOND);
    assertThat(node.called()).hasSizeBetween(1, 20);
  }
}
