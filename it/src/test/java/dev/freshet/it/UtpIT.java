package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Transfers without TCP (BEP 29).
@Execution(ExecutionMode.CONCURRENT)
final class UtpIT {
  private record Setting(Content content, Path origin, Path target, Torrent torrent) {
    static Setting on(Stage stage, int seed) throws Exception {
      return on(stage, seed, Flavour.HYBRID);
    }

    static Setting on(Stage stage, int seed, Flavour flavour) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 30_000_000, seed);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, flavour, "");
      return new Setting(content, origin, stage.folder("target"), torrent);
    }
  }

  private static Child libtorrent(
      Stage stage, Path folder, String address, Torrent torrent, String... more) {
    List<Object> words = new ArrayList<>(List.of(folder, address, torrent.file(), "--utp"));
    words.addAll(List.of(more));
    return stage.start("libtorrent", Python.script(stage, "peer.py", words.toArray()));
  }

  private static Child freshet(
      Stage stage, String command, Path folder, Torrent torrent, String... more) {
    List<String> words = new ArrayList<>(List.of(command, torrent.file().toString()));
    words.addAll(List.of("--dir", folder.toString(), "--transport", "utp"));
    words.addAll(List.of(more));
    return Program.start(stage, words.toArray(String[]::new));
  }

  @Test
  void freshetFetchesFromLibtorrent() throws Exception {
    fetches("fetched from libtorrent", 31);
  }

  @Test
  void freshetFetchesEncryptedFromLibtorrent() throws Exception {
    fetches("fetched encrypted", 32, "--encrypted");
  }

  private static void fetches(String name, int seed, String... flags) throws Exception {
    Stage.play(
        name,
        stage -> {
          Setting setting = Setting.on(stage, seed);
          String address = Client.HOST + ":" + stage.port();
          Child other = libtorrent(stage, setting.origin(), address, setting.torrent(), flags);
          stage.until("the seed's readiness", () -> other.out().contains("SEEDING"), other);
          List<String> words = new ArrayList<>(List.of("--peer", address));
          if (flags.length > 0) {
            words.addAll(List.of("--encryption", "required"));
          }
          Child get =
              freshet(
                  stage, "get", setting.target(), setting.torrent(), words.toArray(String[]::new));
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(setting.target())).isEmpty();
        });
  }

  @Test
  void libtorrentFetchesFromFreshetThatCalls() throws Exception {
    Stage.play(
        "given to libtorrent",
        stage -> {
          Setting setting = Setting.on(stage, 33);
          String address = Client.HOST + ":" + stage.port();
          Child other = libtorrent(stage, setting.target(), address, setting.torrent());
          Child seed =
              freshet(stage, "seed", setting.origin(), setting.torrent(), "--peer", address);
          stage.until(
              "all at the other", () -> setting.content().in(setting.target()), other, seed);
        });
  }

  @Test
  void libtorrentFetchesFromFreshetThatItCalls() throws Exception {
    Stage.play(
        "called by libtorrent",
        stage -> {
          Setting setting = Setting.on(stage, 34);
          String port = String.valueOf(stage.port());
          Child seed = freshet(stage, "seed", setting.origin(), setting.torrent(), "--port", port);
          String address = Client.HOST + ":" + stage.port();
          Child other =
              libtorrent(stage, setting.target(), address, setting.torrent(), "127.0.0.1:" + port);
          stage.until(
              "all at the other", () -> setting.content().in(setting.target()), other, seed);
        });
  }

  @Test
  void freshetFetchesFromTransmission() throws Exception {
    Stage.play(
        "fetched from Transmission",
        stage -> {
          Setting setting = Setting.on(stage, 36, Flavour.V1);
          Peer other = transmission(stage, setting.origin(), setting);
          stage.until("the seed's readiness", other.seeding(), other.child());
          Child get =
              freshet(stage, "get", setting.target(), setting.torrent(), "--peer", other.address());
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(setting.target())).isEmpty();
        });
  }

  @Test
  void transmissionFetchesFromFreshet() throws Exception {
    Stage.play(
        "given to Transmission",
        stage -> {
          Setting setting = Setting.on(stage, 37, Flavour.V1);
          Peer other = transmission(stage, setting.target(), setting);
          Child seed =
              freshet(
                  stage, "seed", setting.origin(), setting.torrent(), "--peer", other.address());
          stage.until(
              "all at the other",
              () -> setting.content().in(setting.target()),
              other.child(),
              seed);
        });
  }

  /// It takes calls by TCP and by uTP; here nobody calls it by TCP. It knows version 1 alone.
  private static Peer transmission(Stage stage, Path folder, Setting setting) {
    return new Transmission().join(stage, folder, setting.torrent().file().toString(), false);
  }

  @Test
  void freshetFetchesFromFreshet() throws Exception {
    Stage.play(
        "among ourselves",
        stage -> {
          Setting setting = Setting.on(stage, 35);
          String port = String.valueOf(stage.port());
          freshet(stage, "seed", setting.origin(), setting.torrent(), "--port", port);
          Child get =
              freshet(
                  stage, "get", setting.target(), setting.torrent(), "--peer", "127.0.0.1:" + port);
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(setting.target())).isEmpty();
        });
  }
}
