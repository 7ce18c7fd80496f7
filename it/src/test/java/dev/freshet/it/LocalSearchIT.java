package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Peers that find each other on the local network and know nothing else (BEP 14), on a network of
/// their own: a wire that leads nowhere, in a namespace.
@Execution(ExecutionMode.CONCURRENT)
final class LocalSearchIT {
  private static final String ADDRESS = "10.77.0.1";

  /// An address that is ours, and of no network that can be called.
  private static final String ELSEWHERE = "192.0.2.9";

  /// Makes the network, says so, and stays until it is ended.
  private static final String NETWORK =
      """
      ip link set lo up
      ip addr add 192.0.2.9/32 dev lo
      ip link add local0 type veth peer name nobody
      ip link set nobody up
      ip addr add $1 dev local0 ${2:-}
      ip link set local0 up multicast on
      ip route add default dev local0
      echo READY
      exec sleep 600
      """;

  @BeforeAll
  static void assume() throws IOException, InterruptedException {
    Namespaces.assume("unshare", "-rn", "ip", "link", "add", "local0", "type", "veth");
  }

  /// A network, and what is to be fetched on it.
  private record Setting(
      Stage stage, Child network, Path origin, Content content, Torrent torrent) {
    static Setting on(Stage stage) throws Exception {
      return on(stage, ADDRESS + "/24");
    }

    static Setting on(Stage stage, String... address) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 1_000_000, 12);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
      List<String> command = new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", NETWORK, "sh"));
      command.addAll(List.of(address));
      Child network = stage.start("network", command);
      stage.until("the network", () -> network.out().contains("READY"), network);
      return new Setting(stage, network, origin, content, torrent);
    }

    Child start(String name, List<String> command) {
      String pid = String.valueOf(network.pid());
      return stage.through(Namespaces.network(pid)).start(name, command);
    }

    Child freshet(String word, Path folder, String... more) {
      List<String> words = new ArrayList<>();
      words.addAll(List.of(word, torrent.file().toString(), "--dir", folder.toString()));
      words.addAll(List.of(more));
      return start("freshet-" + word, Program.nearby(words.toArray(String[]::new)));
    }

    Child libtorrent(Path folder) {
      String address = ADDRESS + ":" + stage.port();
      return start(
          "libtorrent",
          Python.script(stage, "peer.py", folder, address, torrent.file(), "--local"));
    }
  }

  @Test
  void freshetFindsFreshet() throws Exception {
    Stage.play(
        "freshet and freshet",
        stage -> {
          Setting setting = Setting.on(stage);
          setting.freshet("seed", setting.origin());
          Path target = stage.folder("target");
          stage.awaitExit(setting.freshet("get", target), 0);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void overIpv6Too() throws Exception {
    Stage.play(
        "freshet and freshet over IPv6",
        stage -> {
          Setting setting = Setting.on(stage, "fd77::1/64", "nodad");
          setting.freshet("seed", setting.origin());
          Path target = stage.folder("target");
          stage.awaitExit(setting.freshet("get", target), 0);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void freshetFindsLibtorrent() throws Exception {
    Stage.play(
        "libtorrent seeds",
        stage -> {
          Setting setting = Setting.on(stage);
          Child seed = setting.libtorrent(setting.origin());
          stage.until("the seed's readiness", () -> seed.out().contains("SEEDING"), seed);
          Path target = stage.folder("target");
          stage.awaitExit(setting.freshet("get", target), 0);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void libtorrentFindsFreshet() throws Exception {
    Stage.play(
        "Freshet seeds",
        stage -> {
          Setting setting = Setting.on(stage);
          Path target = stage.folder("target");
          Child other = setting.libtorrent(target);
          Child seed = setting.freshet("seed", setting.origin());
          stage.until("all files at the other", () -> setting.content().in(target), other, seed);
          assertThat(setting.content().missing(target)).isEmpty();
        });
  }

  @Test
  void whoCallsFromElsewhereIsNotHeard() throws Exception {
    Stage.play(
        "calls from elsewhere",
        stage -> {
          Setting setting = Setting.on(stage);
          String hash = setting.torrent().v1();
          setting.freshet("get", stage.folder("target"));
          Child callers =
              setting.start(
                  "callers", Python.script(stage, "callers.py", hash, ADDRESS, ADDRESS, ELSEWHERE));
          stage.until("a call", () -> callers.out().contains(ADDRESS + " was called"), callers);
          TimeUnit.SECONDS.sleep(2);
          assertThat(callers.out()).doesNotContain(ELSEWHERE);
        });
  }

  @Test
  void whoDoesNotWantItFindsNobody() throws Exception {
    Stage.play(
        "--no-lsd",
        stage -> {
          Setting setting = Setting.on(stage);
          setting.freshet("seed", setting.origin());
          Path target = stage.folder("target");
          Child get = setting.freshet("get", target, "--no-lsd", "--timeout", "10s");
          stage.awaitExit(get, 3);
        });
  }
}
