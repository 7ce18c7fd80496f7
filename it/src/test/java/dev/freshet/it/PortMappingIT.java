package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A seed at home, behind a gateway that lets nobody in unless it is asked to (miniupnpd, as many
/// routers have it), and a peer out in the world that knows the gateway's address alone.
@Execution(ExecutionMode.CONCURRENT)
final class PortMappingIT {
  private static final String OUTSIDE = "9.79.0.1";
  private static final String PORT = "6999";

  @BeforeAll
  static void assume() throws IOException, InterruptedException {
    HomeAndWorld.assume();
  }

  /// The three networks, and what is to be fetched.
  private record Setting(
      Stage stage,
      HomeAndWorld networks,
      Child gateway,
      Path origin,
      Content content,
      Torrent torrent) {
    static Setting on(Stage stage, String... settings) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 1_000_000, 12);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.HYBRID, "");
      HomeAndWorld networks = HomeAndWorld.on(stage);
      Child gateway = networks.router("gateway.sh", List.of(settings));
      stage.until(
          "the gateway",
          () -> gateway.err().toLowerCase(Locale.ROOT).contains("listening"),
          gateway);
      return new Setting(stage, networks, gateway, origin, content, torrent);
    }

    Child seed(String... more) throws IOException {
      List<String> words =
          new ArrayList<>(List.of("seed", torrent.file().toString(), "--dir", origin.toString()));
      words.addAll(List.of("--port", PORT, "--no-dht", "--no-lsd", "--verbose", "--json"));
      words.addAll(List.of(more));
      return networks.start("home", "freshet-seed", Program.bare(words.toArray(String[]::new)));
    }

    Child get(Path folder, String peer) throws IOException {
      return networks.start(
          "world",
          "freshet-get",
          Program.command(
              "get",
              torrent.file().toString(),
              "--dir",
              folder.toString(),
              "--peer",
              peer,
              "--timeout",
              "20s"));
    }

    /// What the gateway does with packets for our port.
    String rules() {
      return networks.filter(gateway, "ruleset");
    }

    /// From the mapping to its end, with a transfer in between.
    void play(String method) throws Exception {
      Child seed = seed();
      stage.until("the mapping", () -> seed.out().contains("\"mapped\""), seed);
      assertThat(seed.out())
          .contains("\"external_address\":\"" + OUTSIDE + ":" + PORT + "\"")
          .contains("\"method\":\"" + method + "\"");
      Path target = stage.folder("target");
      stage.awaitExit(get(target, OUTSIDE + ":" + PORT), 0);
      assertThat(content.missing(target)).isEmpty();
      assertThat(rules()).as("while it runs").contains("dport " + PORT);
      seed.terminate();
      stage.awaitExit(seed, 143);
      assertThat(rules()).as("after its end").doesNotContain("dport " + PORT);
    }
  }

  @Test
  void byPcp() throws Exception {
    Stage.play(
        "PCP", stage -> Setting.on(stage, "enable_natpmp=yes", "enable_upnp=no").play("PCP"));
  }

  @Test
  void byUpnp() throws Exception {
    Stage.play(
        "UPnP, version 2",
        stage -> Setting.on(stage, "enable_natpmp=no", "enable_upnp=yes").play("UPnP"));
  }

  @Test
  void byTheFirstVersionOfUpnp() throws Exception {
    Stage.play(
        "UPnP, version 1",
        stage ->
            Setting.on(stage, "enable_natpmp=no", "enable_upnp=yes", "force_igd_desc_v1=yes")
                .play("UPnP"));
  }

  @Test
  void whoDoesNotWantItIsNotReached() throws Exception {
    Stage.play(
        "--no-port-mapping",
        stage -> {
          Setting setting = Setting.on(stage, "enable_natpmp=yes", "enable_upnp=yes");
          Child seed = setting.seed("--no-port-mapping");
          stage.until("the seed", () -> seed.out().contains("seeding"), seed);
          Child get = setting.get(stage.folder("target"), OUTSIDE + ":" + PORT);
          stage.awaitExit(get, 3);
          assertThat(setting.rules()).doesNotContain("dport " + PORT);
          assertThat(setting.gateway().err()).doesNotContain("10.79.0.2");
        });
  }
}
