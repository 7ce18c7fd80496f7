package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A web server, nginx, that knows nothing of BitTorrent, as the seed (BEP 19).
final class WebSeedIT {
  private static final int PEERS = 6;
  private static final int SIZE = 12_000_000;
  private static final String UPLINK = "3MB/s";

  static Stream<Client> others() {
    return Stream.of(new Aria2(), new LibTorrent());
  }

  private static Child share(Stage stage, String origin) {
    Child share =
        Program.start(
            stage,
            "share",
            "--origin",
            origin,
            "--port",
            String.valueOf(stage.port()),
            "--host",
            "127.0.0.1",
            "--piece-size",
            "64KiB",
            "--json");
    stage.until("the links", () -> share.out().contains("\n"), share);
    return share;
  }

  @Test
  void sixTurnToItTogetherAndShareWhatItSends() throws Exception {
    Stage.play(
        "six gets",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "big.iso", SIZE, 1);
          Nginx nginx = Nginx.serve(stage, origin, "100k");
          Child share = share(stage, nginx.link() + "big.iso");
          stage.until("the log of what was hashed", () -> nginx.sent() > SIZE, nginx.child());
          long before = nginx.sent();

          List<Path> targets = new ArrayList<>();
          List<Child> gets = new ArrayList<>();
          for (int i = 0; i < PEERS; i++) {
            Path target = stage.folder("target");
            targets.add(target);
            String link = Json.text(share.out(), "torrent");
            gets.add(
                Program.start(stage, "get", link, "--dir", target.toString(), "--max-up", UPLINK));
          }
          for (Child get : gets) {
            stage.awaitExit(get, 0);
          }
          assertThat(targets).allSatisfy(target -> assertThat(content.missing(target)).isEmpty());
          nginx.child().terminate();
          stage.until("the end of nginx", () -> !nginx.child().alive());
          // how close to one copy it is, tools/bench web-seed measures: here all starts of Java
          // share what processors there are
          assertThat((double) (nginx.sent() - before) / SIZE).isBetween(1.0, PEERS / 2.0);
        });
  }

  @Test
  void aMagnetLinkLeadsToItToo() throws Exception {
    Stage.play(
        "magnet",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "a file.bin", 1_000_001, 2);
          Nginx nginx = Nginx.serve(stage, origin, "0");
          Child share = share(stage, nginx.link() + "a%20file.bin");
          String magnet = Json.text(share.out(), "magnet");
          assertThat(magnet).contains("&ws=");
          Path target = stage.folder("target");
          Program.run(stage, "get", magnet, "--dir", target.toString());
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void aFolderComesFromIt() throws Exception {
    Stage.play(
        "folder",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.tree(origin, 3);
          Nginx nginx = Nginx.serve(stage, origin, "0");
          Path torrent = stage.folder("torrent").resolve("x.torrent");
          String path = origin.resolve(content.name()).toString();
          String out = torrent.toString();
          Program.run(stage, "create", path, "-o", out, "--web-seed", nginx.link());
          Path target = stage.folder("target");
          Program.run(stage, "get", out, "--dir", target.toString());
          assertThat(content.missing(target)).isEmpty();
        });
  }

  @Test
  void whoLiesAndWhoIsSlowAreLeftForAnother() throws Exception {
    Stage.play(
        "three servers",
        stage -> {
          Path origin = stage.folder("origin");
          Path lies = stage.folder("lies");
          Content content = Content.file(origin, "big.iso", SIZE, 5);
          Content.file(lies, "big.iso", SIZE, 6);
          Nginx liar = Nginx.serve(stage, lies, "0");
          Nginx slow = Nginx.serve(stage, origin, "8k");
          Nginx honest = Nginx.serve(stage, origin, "0");
          Path torrent = stage.folder("torrent").resolve("x.torrent");
          List<String> words =
              new ArrayList<>(
                  List.of(
                      "create", origin.resolve("big.iso").toString(), "-o", torrent.toString()));
          for (Nginx each : List.of(liar, slow, honest)) {
            words.addAll(List.of("--web-seed", each.link() + "big.iso"));
          }
          Program.run(stage, words.toArray(String[]::new));
          Path target = stage.folder("target");
          Program.run(stage, "get", torrent.toString(), "--dir", target.toString());
          assertThat(content.missing(target)).isEmpty();
          for (Nginx each : List.of(liar, slow)) {
            each.child().terminate();
            stage.until("the end of nginx", () -> !each.child().alive());
            assertThat(each.sent()).isLessThan(SIZE / 2);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("others")
  void othersFetchFromItByATorrentOfOurs(Client client) throws Exception {
    Stage.play(
        client.toString(),
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "big.iso", 3_000_001, 4);
          Nginx nginx = Nginx.serve(stage, origin, "0");
          Path torrent = stage.folder("torrent").resolve("x.torrent");
          String path = origin.resolve("big.iso").toString();
          String out = torrent.toString();
          String link = nginx.link() + "big.iso";
          Program.run(stage, "create", path, "-o", out, "--web-seed", link);
          Path target = stage.folder("target");
          Peer peer = client.join(stage, target, out, false);
          stage.until("everything", () -> content.in(target), peer.child());
        });
  }
}
