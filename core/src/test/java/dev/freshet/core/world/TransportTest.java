package dev.freshet.core.world;

import static dev.freshet.core.world.World.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Event;
import dev.freshet.core.api.PeerStatus;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.api.TorrentStatus;
import dev.freshet.core.api.Transport;
import dev.freshet.core.api.Transports;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Swarms over uTP, TCP and both.
final class TransportTest {
  private static final int TORRENT = 1;

  private final World world = new World(3);
  private final Sample sample = Sample.of(3, 3_000_000, 64 * 1024, TorrentVersion.HYBRID);

  private Participant join(Transports transports, Encryption encryption) {
    NodeOptions options =
        NodeOptions.defaults().withTransports(transports).withEncryption(encryption);
    return world.join(World.Link.of(1_000_000)).with(options, world.random().split()).unwatched();
  }

  private void seed(Participant one) {
    one.disk().put(sample.content());
    add(one, List.of());
  }

  private void add(Participant one, List<Endpoint> peers) {
    TorrentOptions options = TorrentOptions.in("data").withPeers(peers);
    one.ask(new Command.AddTorrent(TORRENT, sample.metainfo(), options));
  }

  private List<Transport> carried(Participant one) {
    List<Transport> all = new ArrayList<>();
    TorrentStatus status = one.last();
    for (PeerStatus peer : status == null ? List.<PeerStatus>of() : status.peers()) {
      all.add(peer.transport());
    }
    return all;
  }

  private void fetches(Transports transports, Encryption encryption) {
    Participant seed = join(transports, encryption);
    Participant leech = join(transports, encryption);
    seed(seed);
    add(leech, List.of(seed.endpoint()));
    assertThat(world.run(60 * SECOND, leech::complete)).isTrue();
    assertThat(leech.disk().bytes(TORRENT)).isEqualTo(sample.content());
    leech.ask(new Command.Stop());
    seed.ask(new Command.Stop());
    world.run(20 * SECOND, () -> false);
    for (Participant one : world.all()) {
      assertThat(one.saw(Event.NodeStopped.class)).isTrue();
      assertThat(one.leases().held()).isZero();
    }
  }

  @Test
  void aSwarmWithoutTcpComesToItsEnd() {
    fetches(Transports.UTP, Encryption.OFF);
  }

  @Test
  void uTpIsEncryptedLikeTcp() {
    fetches(Transports.UTP, Encryption.REQUIRED);
  }

  @Test
  void whoIsNotReachedByTcpIsCalledByUtp() {
    Participant seed = join(Transports.BOTH, Encryption.ALLOWED).withoutTcp();
    Participant leech = join(Transports.BOTH, Encryption.ALLOWED);
    seed(seed);
    add(leech, List.of(seed.endpoint()));
    world.run(5 * SECOND, () -> carried(leech).contains(Transport.UTP));
    assertThat(carried(leech)).containsExactly(Transport.UTP);
    assertThat(world.run(60 * SECOND, leech::complete)).isTrue();
  }

  @Test
  void eachNeighbourIsShownWithWhetherItIsSpokenToInSecret() {
    for (Encryption mode : List.of(Encryption.REQUIRED, Encryption.OFF)) {
      Participant seed = join(Transports.TCP, mode);
      Participant leech = join(Transports.TCP, mode);
      seed(seed);
      add(leech, List.of(seed.endpoint()));
      world.run(5 * SECOND, () -> !carried(leech).isEmpty());
      TorrentStatus status = Objects.requireNonNull(leech.last());
      assertThat(status.peers())
          .extracting(PeerStatus::encrypted)
          .containsExactly(mode == Encryption.REQUIRED);
    }
  }

  @Test
  void whoIsReachedByTcpIsCalledByTcp() {
    Participant seed = join(Transports.BOTH, Encryption.ALLOWED);
    Participant leech = join(Transports.BOTH, Encryption.ALLOWED);
    seed(seed);
    add(leech, List.of(seed.endpoint()));
    world.run(5 * SECOND, () -> !carried(leech).isEmpty());
    assertThat(carried(leech)).containsExactly(Transport.TCP);
  }

  @Test
  void whoDoesNotSpeakUtpIsLeftInPeace() {
    Participant seed = join(Transports.TCP, Encryption.ALLOWED);
    Participant leech = join(Transports.UTP, Encryption.ALLOWED);
    seed(seed);
    add(leech, List.of(seed.endpoint()));
    world.run(60 * SECOND, () -> false);
    assertThat(carried(leech)).isEmpty();
    assertThat(carried(seed)).isEmpty();
  }

  @Test
  void neighboursTellEachOtherWhoSpeaksUtp() {
    Participant far = join(Transports.BOTH, Encryption.ALLOWED).withoutTcp();
    Participant hub = join(Transports.BOTH, Encryption.ALLOWED);
    Participant leech = join(Transports.BOTH, Encryption.ALLOWED).withoutTcp();
    add(far, List.of());
    add(hub, List.of(far.endpoint()));
    world.run(30 * SECOND, () -> carried(hub).contains(Transport.UTP));
    // it knows the first by the hub's word only, which is good for one call: it has to be by uTP
    add(leech, List.of(hub.endpoint()));
    assertThat(world.run(150 * SECOND, () -> carried(leech).contains(Transport.UTP))).isTrue();
  }
}
