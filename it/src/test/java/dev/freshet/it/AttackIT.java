package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Attackers on raw sockets against the shipped program: whoever is honest gets the file all the
/// same, and the program attacked goes on in little memory.
final class AttackIT {
  private static final int SIZE = 4_000_000;
  private static final int PIECE = 65_536;

  /// With 96 MB of heap and as much outside of it at most; the rest is the machine itself.
  private static final long MOST_RESIDENT = 300_000_000;

  private static final Pattern BANNED = Pattern.compile("PeerBanned\\[torrent=0, peer=([^,]*),");

  private static Child small(Stage stage, String... words) {
    List<String> command = new ArrayList<>(List.of("env", "FRESHET_OPTS=-Xmx96m"));
    command.addAll(Program.command(words));
    return stage.start("freshet-" + words[0], command);
  }

  @Test
  void aSeedUnderAttackServesTheHonest() throws Exception {
    Stage.play(
        "attacked seed",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 1);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          String file = torrent.file().toString();
          int port = stage.port();
          Child seed =
              small(
                  stage, "seed", file, "--dir", origin.toString(), "--port", String.valueOf(port));
          stage.until("the seed's readiness", () -> seed.err().contains("seeding"), seed);
          byte[] request =
              Attacker.message(
                  6, ByteBuffer.allocate(12).putInt(0).putInt(0).putInt(16_384).array());
          byte[] metadata =
              Attacker.message(
                  20, "\u0001d8:msg_typei0e5:piecei0ee".getBytes(StandardCharsets.ISO_8859_1));
          try (Attacker attacker = new Attacker()) {
            attacker.call(port, 2, Attacker.noise());
            attacker.call(port, 20, Attacker.slowLoris(torrent.v1()));
            attacker.call(port, 2, Attacker.flood(torrent.v1(), request));
            attacker.call(port, 1, Attacker.flood(torrent.v1(), metadata));
            attacker.call(port, 1, Attacker.flood(torrent.v1(), new byte[4]));
            attacker.call(port, 1, Attacker.hugeLength(torrent.v1()));
            attacker.call(port, 1, Attacker.peerExchangeFlood(torrent.v1()));
            attacker.call(port, 200, Attacker.halfOpen());
            stage.until("the attack", () -> attacker.tries() > 100, seed);
            Path target = stage.folder("target");
            Child get =
                Program.start(
                    stage, "get", file, "--dir", target.toString(), "--peer", "127.0.0.1:" + port);
            stage.until("the end of get", () -> !get.alive(), seed);
            stage.awaitExit(get, 0);
            assertThat(content.missing(target)).isEmpty();
          }
          assertThat(seed.alive()).isTrue();
          assertThat(seed.peakResident()).isLessThan(MOST_RESIDENT);
          assertThat(seed.err()).doesNotContain("Exception");
        });
  }

  /// The honest are slow, so that the attackers are asked, and are two, so that one of them could
  /// be banned without being missed. What the program did is read from its recording.
  @Test
  void aDownloadAmongAttackersBansWhoeverSpoilsPiecesAndNobodyElse() throws Exception {
    Stage.play(
        "attacked download",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 2);
          byte[] bytes = Files.readAllBytes(origin.resolve("x.bin"));
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          String file = torrent.file().toString();
          String target = stage.folder("target").toString();
          Path recording = stage.folder("recording").resolve("inputs");
          List<String> words = new ArrayList<>(List.of("get", file, "--json", "--dir", target));
          words.addAll(List.of("--record", recording.toString()));
          List<Child> seeds = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            String port = String.valueOf(stage.port());
            words.addAll(List.of("--peer", "127.0.0.1:" + port));
            Path dir = stage.folder("seed");
            Files.write(dir.resolve("x.bin"), bytes);
            seeds.add(
                Program.start(
                    stage,
                    "seed",
                    file,
                    "--dir",
                    dir.toString(),
                    "--port",
                    port,
                    "--max-up",
                    "500kB/s"));
          }
          for (Child seed : seeds) {
            stage.until("the seed's readiness", () -> seed.err().contains("seeding"), seed);
          }
          String hash = torrent.v1();
          byte[] request =
              Attacker.message(
                  6, ByteBuffer.allocate(12).putInt(0).putInt(0).putInt(16_384).array());
          try (Attacker attacker = new Attacker()) {
            List<String> corrupters = new ArrayList<>();
            for (boolean all : List.of(true, true, false, false)) {
              corrupters.add(
                  listen(stage, attacker, Attacker.corrupter(hash, bytes, PIECE, all), words));
            }
            for (Attacker.Attack attack :
                List.of(
                    Attacker.staller(hash),
                    Attacker.choker(hash),
                    Attacker.noise(),
                    Attacker.halfOpen(),
                    Attacker.slowLoris(hash),
                    Attacker.flood(hash, request),
                    Attacker.flood(hash, new byte[4]),
                    Attacker.peerExchangeFlood(hash),
                    Attacker.hugeLength(hash))) {
              listen(stage, attacker, attack, words);
            }
            Child get = small(stage, words.toArray(String[]::new));
            long[] resident = {0};
            stage.until(
                "the end of get",
                () -> {
                  try {
                    resident[0] = get.peakResident();
                  } catch (UncheckedIOException | NoSuchElementException ended) {
                    // it was seen just before
                  }
                  return !get.alive();
                });
            stage.awaitExit(get, 0);
            assertThat(content.missing(Path.of(target))).isEmpty();
            assertThat(resident[0]).isBetween(1L, MOST_RESIDENT);
            assertThat(get.err()).doesNotContain("Exception");
            assertThat(banned(stage, recording)).containsExactlyInAnyOrderElementsOf(corrupters);
          }
        });
  }

  /// Has the program call an attacker; the address at which it does.
  private static String listen(
      Stage stage, Attacker attacker, Attacker.Attack attack, List<String> words)
      throws IOException {
    int port = stage.port();
    attacker.listen(port, attack);
    words.addAll(List.of("--peer", "127.0.0.1:" + port));
    return "127.0.0.1:" + port;
  }

  /// Whom the recorded program has banned.
  private static Set<String> banned(Stage stage, Path recording) {
    Child replay =
        stage.run("replay", List.of(Program.tool("replay").toString(), recording.toString()));
    assertThat(replay.out()).endsWith("the recorded course\n");
    Set<String> all = new TreeSet<>();
    Matcher each = BANNED.matcher(replay.out());
    while (each.find()) {
      all.add(each.group(1));
    }
    return all;
  }
}
