package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attackers on raw sockets against the shipped program: whoever is honest gets the file all the
/// same, and the program attacked goes on in little memory.
final class AttackIT {
  private static final int SIZE = 4_000_000;

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
          assertThat(seed.err()).doesNotContain("Exception");
        });
  }

  @Test
  void aDownloadAmongLiarsFinishesFromTheHonestSeed() throws Exception {
    Stage.play(
        "attacked download",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "x.bin", SIZE, 2);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          String file = torrent.file().toString();
          int port = stage.port();
          Child seed =
              Program.start(
                  stage, "seed", file, "--dir", origin.toString(), "--port", String.valueOf(port));
          stage.until("the seed's readiness", () -> seed.err().contains("seeding"), seed);
          List<String> words = new ArrayList<>(List.of("get", file, "--json"));
          words.addAll(List.of("--dir", stage.folder("target").toString()));
          words.addAll(List.of("--peer", "127.0.0.1:" + port));
          try (Attacker attacker = new Attacker()) {
            List<Attacker.Attack> attacks =
                List.of(
                    Attacker.liar(torrent.v1(), true),
                    Attacker.liar(torrent.v1(), true),
                    Attacker.liar(torrent.v1(), false),
                    Attacker.noise(),
                    Attacker.hugeLength(torrent.v1()));
            for (Attacker.Attack attack : attacks) {
              int at = stage.port();
              attacker.listen(at, attack);
              words.addAll(List.of("--peer", "127.0.0.1:" + at));
            }
            Child get = small(stage, words.toArray(String[]::new));
            stage.until("the end of get", () -> !get.alive(), seed);
            stage.awaitExit(get, 0);
            assertThat(content.missing(Path.of(words.get(4)))).isEmpty();
            assertThat(attacker.tries()).isGreaterThanOrEqualTo(attacks.size());
            assertThat(get.err()).doesNotContain("Exception");
          }
        });
  }
}
