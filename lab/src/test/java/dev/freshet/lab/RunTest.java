package dev.freshet.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.engine.TorrentMaker;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.protocol.metainfo.Metainfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both ways for real, with a small file.
@Timeout(60)
final class RunTest {
  private static final int SIZE = 300_000;
  private static final int PEERS = 3;
  private static final Link LINK = new Link(1_000_000, 2_000_000);

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void makeFile() throws Exception {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("some file.bin"), content);
  }

  @Test
  void clientServerGivesEachPeerACopyFromTheOrigin() throws Exception {
    try (Run run = ClientServerRun.prepare(trial(Sha256.of(file)))) {
      Measured measured = finish(run);

      assertThat(measured.originSent()).isEqualTo((long) PEERS * SIZE);
      checkCopies("client-server");
    }
  }

  @Test
  void peerToPeerGivesEachPeerACopyThatTheyHelpToMake() throws Exception {
    try (Run run = PeerToPeerRun.prepare(trial(Sha256.of(file)))) {
      Measured measured = finish(run);

      assertThat(measured.originSent()).isBetween((long) SIZE, (long) PEERS * SIZE);
      checkCopies("some file.bin");
    }
  }

  @Test
  void aCopyThatIsNotWhatTheOriginHasIsFoundOut() throws Exception {
    byte[] wrong = Sha256.of(file);
    wrong[0]++;
    try (Run run = ClientServerRun.prepare(trial(wrong))) {
      assertThatExceptionOfType(LabException.class)
          .isThrownBy(() -> finish(run))
          .satisfies(e -> assertThat(e.clause()).endsWith("is not what the origin has"));
    }
    try (Run run = PeerToPeerRun.prepare(trial(wrong))) {
      assertThatExceptionOfType(LabException.class)
          .isThrownBy(() -> finish(run))
          .satisfies(e -> assertThat(e.clause()).endsWith("is not what the origin has"));
    }
  }

  @Test
  void aRunThatIsClosedInTheMiddleEndsAllItsThreads() throws Exception {
    Set<String> before = names();
    Link slow = new Link(20_000, 0);
    Trial trial =
        new Trial(file, metainfo(), Sha256.of(file), slow, Collections.nCopies(2, slow), folder);
    try (Run run = ClientServerRun.prepare(trial)) {
      run.start();
      assertThat(run.done()).isFalse();
    }
    try (Run run = PeerToPeerRun.prepare(trial)) {
      run.start();
      assertThat(run.done()).isFalse();
    }
    assertThat(names()).filteredOn(name -> name.startsWith("freshet-")).isSubsetOf(before);
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
    return names;
  }

  private Trial trial(byte[] sha256) throws Exception {
    return new Trial(
        file, metainfo(), sha256, LINK, Collections.nCopies(PEERS, LINK), folder.resolve("copies"));
  }

  private Metainfo metainfo() throws Exception {
    return TorrentMaker.make(
        file, TorrentRecipe.defaults().withPieceLength(16 << 10), (done, total) -> true);
  }

  private static Measured finish(Run run) throws Exception {
    run.start();
    while (!run.done()) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(run.peers())
        .hasSize(PEERS)
        .allSatisfy(peer -> assertThat(peer.finished()).isTrue())
        .allSatisfy(peer -> assertThat(peer.have()).isEqualTo(SIZE));
    Measured measured = run.measured();
    assertThat(measured.seconds()).hasSize(PEERS).allSatisfy(s -> assertThat(s).isPositive());
    assertThat(measured.meanSeconds()).isBetween(0.0, measured.lastSeconds());
    assertThat(measured.busyShare()).isBetween(0.0, 1.0);
    assertThat(measured.machineShare()).isBetween(0.0, 1.0);
    return measured;
  }

  private void checkCopies(String name) throws Exception {
    for (int i = 1; i <= PEERS; i++) {
      Path copy = folder.resolve("copies").resolve("peer-" + i).resolve(name);
      assertThat(Files.mismatch(copy, file)).isEqualTo(-1);
    }
  }
}
