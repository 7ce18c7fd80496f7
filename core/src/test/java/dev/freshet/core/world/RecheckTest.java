package dev.freshet.core.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.DiskProblem;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Input;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.protocol.metainfo.TorrentVersion;
import dev.freshet.protocol.wire.Message;
import org.junit.jupiter.api.Test;

/// What a check from the beginning does when the disk says no.
class RecheckTest {
  @Test
  void aCheckThatTheDiskRefusesIsAskedForAgainAndNothingIsOpenedTwice() {
    Sample sample = Sample.of(1, 300_000, 64 * 1024, TorrentVersion.V1);
    Stranger node = Stranger.seed(sample, 1);
    node.pass(World.SECOND);
    node.diskWorks(false);
    node.tell(new Input.Asked(new Command.Recheck(Stranger.TORRENT)));
    DiskEffect forget = new DiskEffect.Forget(Stranger.TORRENT);
    assertThat(node.undone).containsExactly(forget);
    node.undone.clear();
    node.tell(new DiskInput.Failed(Stranger.TORRENT, forget, DiskProblem.FULL, "no room"));
    node.pass(10 * World.SECOND);
    assertThat(node.undone).contains(forget);
    assertThat(node.undone).noneMatch(effect -> effect instanceof DiskEffect.Open);
  }

  @Test
  void aSuperSeedThatFindsAPieceSpoiltShowsItToNobody() {
    Sample sample = Sample.of(2, 128 * 1024, 64 * 1024, TorrentVersion.V1);
    Stranger node = new Stranger(NodeOptions.defaults(), 2);
    node.keepWords();
    node.disk.put(sample.content());
    TorrentOptions options = TorrentOptions.in("x").withSuperSeed(true);
    node.tell(
        new Input.Asked(new Command.AddTorrent(Stranger.TORRENT, sample.metainfo(), options)));
    node.pass(World.SECOND);
    node.disk.bytes(Stranger.TORRENT)[0] ^= 1;
    node.tell(new Input.Asked(new Command.Recheck(Stranger.TORRENT)));
    node.pass(World.SECOND);
    int conn = node.greet(sample.metainfo().info().hashes().wire().getFirst());
    node.hear(conn, new Message.HaveNone());
    node.hear(conn, new Message.Interested());
    node.pass(30 * World.SECOND);
    assertThat(node.said(conn))
        .contains(new Message.Unchoke())
        .doesNotContain(new Message.Have(0), new Message.HaveAll());
  }
}
