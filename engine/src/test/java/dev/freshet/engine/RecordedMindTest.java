package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.TorrentOptions;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.Node;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.core.replay.Replay;
import dev.freshet.core.replay.ReplayException;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was recorded of a real engine, played again.
final class RecordedMindTest {
  @TempDir private Path folder;

  private static List<Replay.Step> replay(byte[] recording) throws ReplayException {
    Replay replay = Replay.of(ByteBuffer.wrap(recording));
    List<Replay.Step> steps = new ArrayList<>();
    Replay.Step step = replay.next((_, _) -> {});
    while (step != null) {
      steps.add(step);
      step = replay.next((_, _) -> {});
    }
    return steps;
  }

  private EngineOptions options(String name, Encryption encryption) {
    return EngineOptions.defaults()
        .withStateDirectory(folder.resolve("state-" + name))
        .withEncryption(encryption)
        .withRecording(folder.resolve(name));
  }

  @ParameterizedTest
  @EnumSource(names = {"OFF", "REQUIRED"})
  void aTransferIsReplayedOnBothSidesEffectForEffect(Encryption encryption) throws Exception {
    SharedFile shared = SharedFile.in(folder.resolve("origin"), "big.bin", 2_000_000);
    try (Engine a = Engine.open(options("a", encryption));
        Engine b = Engine.open(options("b", encryption))) {
      a.add(shared.metainfo(), TorrentOptions.in(folder.resolve("origin").toString()))
          .completion()
          .get(60, TimeUnit.SECONDS);
      Endpoint peer = new Endpoint(IpAddress.v4(0x7f000001), a.port());
      b.add(
              shared.metainfo(),
              TorrentOptions.in(folder.resolve("copy").toString()).withPeers(List.of(peer)))
          .completion()
          .get(60, TimeUnit.SECONDS);
    }
    for (String side : List.of("a", "b")) {
      List<Replay.Step> steps = replay(Files.readAllBytes(folder.resolve(side)));
      assertThat(steps).hasSizeGreaterThan(50);
      assertThat(steps).allMatch(step -> step.verdict() == Replay.Verdict.SAME);
      assertThat(steps.stream().map(Replay.Step::input))
          .anyMatch(NetInput.Received.class::isInstance)
          .contains(new Input.Asked(new Command.Stop()));
    }
  }

  @Test
  void whatCameBeforeAFaultIsSavedUnaskedAndEndsAtTheFault() throws Exception {
    Node node = new Node(NodeOptions.defaults(), new SplittableRandom(7));
    Mind faulty =
        (now, input, outbox) -> {
          if (input instanceof Input.Asked(Command.Recheck _)) {
            throw new IllegalStateException("a piece too many");
          }
          return node.step(now, input, outbox);
        };
    RecordedMind mind = new RecordedMind(faulty, NodeOptions.defaults(), 7, folder, null);
    step(mind, 1, new Input.Tick());
    step(mind, 2, new Input.Asked(new Command.Pause(3)));
    assertThatThrownBy(() -> step(mind, 3, new Input.Asked(new Command.Recheck(3))))
        .hasMessage("a piece too many");
    assertThat(mind.lastWords()).matches("; tools/replay .*fault-.*\\.recording plays it again");
    List<Replay.Step> steps = replay(Files.readAllBytes(saved()));
    assertThat(steps)
        .extracting(Replay.Step::input)
        .containsExactly(
            new Input.Tick(),
            new Input.Asked(new Command.Pause(3)),
            new Input.Asked(new Command.Recheck(3)));
    assertThat(steps)
        .extracting(Replay.Step::verdict)
        .containsExactly(Replay.Verdict.SAME, Replay.Verdict.SAME, Replay.Verdict.UNKNOWN);
  }

  @Test
  void whatIsTooMuchToBeKeptUnaskedIsGivenUpAsAWhole() throws Exception {
    Node node = new Node(NodeOptions.defaults(), new SplittableRandom(7));
    RecordedMind mind = new RecordedMind(node::step, NodeOptions.defaults(), 7, folder, null);
    Endpoint from = new Endpoint(IpAddress.v4(1), 1);
    for (int i = 0; i < 2 * RecordedMind.MOST_KEPT / 1000; i++) {
      step(mind, i, new NetInput.DatagramReceived(from, ByteBuffer.allocate(1000)));
    }
    assertThat(mind.lastWords()).contains("too many to be kept");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsNoRecordingOrIsCutOrSpoiltIsRefusedInAClause() throws Exception {
    assertThatThrownBy(() -> replay(new byte[100])).hasMessage("this is no recording");
    try (Engine engine = Engine.open(options("a", Encryption.ALLOWED))) {
      engine.limit(dev.freshet.core.api.RateLimits.NONE);
    }
    byte[] whole = Files.readAllBytes(folder.resolve("a"));
    int steps = replay(whole).size();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThat(stepsOf(cut)).isLessThanOrEqualTo(steps);
      byte[] spoilt = whole.clone();
      spoilt[length] ^= 0x41;
      stepsOf(spoilt);
    }
  }

  /// How many steps are read; none if it is refused, which must be in a clause.
  private static int stepsOf(byte[] recording) {
    try {
      return replay(recording).size();
    } catch (ReplayException e) {
      assertThat(e).hasMessageMatching("(this is no|the|another version) ?.*");
      return 0;
    }
  }

  private Path saved() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findFirst().orElseThrow();
    }
  }

  private static void step(Mind mind, long now, Input input) {
    Outbox outbox = new Outbox();
    mind.step(now, input, outbox);
    outbox.drain();
  }
}
