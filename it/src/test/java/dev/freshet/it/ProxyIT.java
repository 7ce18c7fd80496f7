package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Somebody at home behind a router that lets nothing through, with a proxy on it (microsocks or
/// Dante for SOCKS5, tinyproxy for HTTP), fetches what is shared in the world under a name that
/// only the proxy can look up. Nothing is turned off but by the proxy, and every packet that is not
/// for it counts.
@Execution(ExecutionMode.CONCURRENT)
final class ProxyIT {
  private static final String SOCKS = "10.79.0.1:1080";
  private static final String HTTP = "10.79.0.1:8888";
  private static final String MICROSOCKS = "microsocks -i 10.79.0.1 -p 1080";

  /// Relays datagrams too.
  private static final String DANTE = "danted -N 1 -f @/danted.conf";

  private static final String DANTE_SETTINGS =
      """
      logoutput: @/danted.log
      internal: 10.79.0.1 port = 1080
      external: 9.79.0.1
      clientmethod: none
      socksmethod: none
      user.privileged: root
      user.unprivileged: root
      client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
      socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 udp.portrange: 40000-40100 }
      """;

  @BeforeAll
  static void assume() throws IOException, InterruptedException {
    HomeAndWorld.assume();
  }

  /// The three networks, and what is to be fetched.
  private record Setting(
      Stage stage, HomeAndWorld networks, Child router, Path origin, Content content, String link) {
    /// @param proxy the command that runs the proxy, `@` in it for the folder of its files
    static Setting on(Stage stage, String proxy) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 3_000_000, 13);
      HomeAndWorld networks = HomeAndWorld.on(stage);
      Files.writeString(
          networks.files().resolve("tinyproxy.conf"),
          "Port 8888\nListen 10.79.0.1\nTimeout 600\nMaxClients 100\nBasicAuth me pass\n");
      String files = networks.files().toString();
      Files.writeString(
          networks.files().resolve("danted.conf"), DANTE_SETTINGS.replace("@", files));
      String command = proxy.replace("@", files);
      Child router = networks.router("proxy.sh", List.of(command));
      stage.until("the networks", () -> router.out().contains("READY"), router);
      Child share =
          networks.start(
              "world",
              "freshet-share",
              Program.command(
                  "share",
                  origin.resolve("one.iso").toString(),
                  "--host",
                  "tracker.test",
                  "--port",
                  "6969"),
              // at home the files are those of this machine, which know no such name
              "-m");
      stage.until("the link", () -> share.out().contains("http://tracker.test"), share);
      String link =
          share.out().lines().filter(line -> line.startsWith("http://")).findFirst().orElseThrow();
      return new Setting(stage, networks, router, origin, content, link);
    }

    /// Starts Freshet out there.
    Child abroad(String... words) throws IOException {
      return networks.start("world", "freshet-" + words[0], Program.command(words), "-m");
    }

    /// Runs the proxy.
    void go() throws IOException {
      Files.createFile(networks.files().resolve("go"));
    }

    Child get(Path folder, String source, String... more) throws IOException {
      List<String> words = new ArrayList<>(List.of("get", source, "--dir", folder.toString()));
      words.addAll(List.of(more));
      return networks.start("home", "freshet-get", Program.bare(words.toArray(String[]::new)));
    }

    /// Packets from home that were not for a proxy.
    void assertNonePast() {
      assertThat(networks.filter(router, "counters")).contains("packets 0 bytes 0");
    }

    /// From the link to the last byte.
    void play(String proxy) throws Exception {
      go();
      Path target = stage.folder("target");
      stage.awaitExit(get(target, link, "--proxy", proxy, "--timeout", "60s"), 0);
      assertThat(content.missing(target)).isEmpty();
      assertNonePast();
    }
  }

  @Test
  void bySocksWithAPassword() throws Exception {
    Stage.play(
        "SOCKS5",
        stage ->
            Setting.on(stage, MICROSOCKS + " -u me -P pass").play("socks5://me:pass@" + SOCKS));
  }

  @Test
  void byHttpWithAPassword() throws Exception {
    Stage.play(
        "HTTP",
        stage ->
            Setting.on(stage, "tinyproxy -d -c @/tinyproxy.conf").play("http://me:pass@" + HTTP));
  }

  @Test
  void whatGoesOverUdpIsRelayed() throws Exception {
    Stage.play(
        "SOCKS5 and UDP",
        stage -> {
          Setting setting = Setting.on(stage, DANTE);
          setting.go();
          Path data = stage.folder("data");
          Content tracked = Content.file(data, "tracked.iso", 2_000_000, 14);
          Content found = Content.file(data, "found.iso", 2_000_000, 15);
          Content other = Content.file(data, "other.iso", 100_000, 16);
          String url = "udp://tracker.test:7000/announce";
          Torrent byTracker = Maker.FRESHET.make(stage, data, tracked, Flavour.HYBRID, url);
          Torrent byDht = Maker.FRESHET.make(stage, data, found, Flavour.HYBRID, "");
          Child tracker = setting.abroad("tracker", "--port", "7000");
          stage.until("the tracker", () -> tracker.out().contains("udp://"), tracker);
          Torrent between = Maker.FRESHET.make(stage, data, other, Flavour.HYBRID, "");
          // nobody keeps the node that it begins at, so it takes three to announce
          int port = 7001;
          for (Torrent torrent : List.of(byTracker, between, byDht)) {
            Child seed =
                setting.abroad(
                    "seed",
                    torrent.file().toString(),
                    "--dir",
                    data.toString(),
                    "--port",
                    String.valueOf(port++),
                    "--dht-bootstrap",
                    "9.79.0.2:7001");
            stage.until("a seed", () -> seed.err().contains("seeding"), seed);
          }
          Path target = stage.folder("target");
          String proxy = "socks5://" + SOCKS;
          Child asking =
              setting.get(
                  target, byTracker.file().toString(), "--proxy", proxy, "--no-dht", "--no-pex");
          stage.awaitExit(asking, 0);
          assertThat(tracked.missing(target)).isEmpty();
          Child looking =
              setting.get(
                  target,
                  byDht.magnet("", ""),
                  "--transport",
                  "utp",
                  "--proxy",
                  proxy,
                  "--dht-bootstrap",
                  "tracker.test:7001");
          stage.awaitExit(looking, 0);
          assertThat(found.missing(target)).isEmpty();
          setting.assertNonePast();
        });
  }

  @Test
  void whileTheProxyIsDownItIsSaidAndWaitedFor() throws Exception {
    Stage.play(
        "down at first",
        stage -> {
          Setting setting = Setting.on(stage, MICROSOCKS);
          Path target = stage.folder("target");
          Child early =
              setting.get(stage.folder("early"), setting.link(), "--proxy", "socks5://" + SOCKS);
          stage.awaitExit(early, 1);
          String trouble = "the proxy " + SOCKS + " cannot be used: connection refused";
          assertThat(early.err()).contains(trouble);

          Path torrent = stage.folder("torrent").resolve("one.torrent");
          Child create =
              Program.start(
                  stage,
                  "create",
                  setting.origin().resolve("one.iso").toString(),
                  "-o",
                  torrent.toString(),
                  "--tracker",
                  "http://tracker.test:6969/announce");
          stage.awaitExit(create, 0);
          Child get = setting.get(target, torrent.toString(), "--proxy", "socks5://" + SOCKS);
          stage.until("the sentence", () -> get.err().contains(trouble), get);
          setting.go();
          stage.awaitExit(get, 0);
          assertThat(setting.content().missing(target)).isEmpty();
          setting.assertNonePast();
        });
  }

  @Test
  void aProxyThatWantsAPasswordIsNotPassedBy() throws Exception {
    Stage.play(
        "no password",
        stage -> {
          Setting setting = Setting.on(stage, MICROSOCKS + " -u me -P pass");
          setting.go();
          Child get =
              setting.get(stage.folder("target"), setting.link(), "--proxy", "socks5://" + SOCKS);
          stage.awaitExit(get, 1);
          assertThat(get.err())
              .contains("the proxy " + SOCKS + " cannot be used: it wants a user and a password");
          setting.assertNonePast();
        });
  }
}
