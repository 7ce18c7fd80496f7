package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A machine with two networks, of which the one that leads to everybody else is not to be used:
/// what leaves it with the address that it has there is counted.
@Execution(ExecutionMode.CONCURRENT)
final class BindIT {
  private static final int POST = 1;
  private static final int SEED = 2;
  private static final int FETCHER = 3;
  private static final int NODE = 6881;

  private static final String OTHER = "10.80.0.1";
  private static final String FAR = "9.79.0.9";

  private static final String SECOND_NETWORK =
      """
      ip link add other0 type veth peer name far0
      ip addr add %1$s/24 dev other0
      ip link set other0 up
      ip link set far0 up
      ip route add default dev other0
      nft -f - <<'RULES'
      table ip watch {
        counter strays { }
        chain out {
          type filter hook output priority 0; policy accept;
          ip saddr %1$s counter name strays
        }
      }
      RULES
      """
          .formatted(OTHER);

  private static final Pattern COUNT = Pattern.compile("packets ([0-9]+)");

  @BeforeAll
  static void assume() throws Exception {
    Street.assume();
  }

  private static List<String> words(String command, String source, Path folder, String... more) {
    List<String> words = new ArrayList<>(List.of(command, source, "--dir", folder.toString()));
    words.addAll(List.of("--dht-bootstrap", Street.address(POST) + ":" + NODE));
    words.addAll(List.of(more));
    return Program.nearby(words.toArray(String[]::new));
  }

  /// How many packets have left from where none should.
  private static long strays(Stage machine) {
    var count = COUNT.matcher(machine.answer(List.of("nft", "list", "counters")));
    assertThat(count.find()).isTrue();
    return Long.parseLong(count.group(1));
  }

  @Test
  void nothingLeavesFromAnotherAddress() throws Exception {
    Stage.play(
        "one network of two",
        stage -> {
          Path origin = stage.folder("origin");
          Content content = Content.file(origin, "one.iso", 1_000_000, 51);
          Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
          Street street = Street.of(stage, FETCHER);
          Stage machine = street.at(FETCHER);
          assertThat(machine.answer(List.of("sh", "-ec", SECOND_NETWORK))).isEmpty();
          List<String> nodes = Python.script(stage, "nodes.py", Street.address(POST), NODE, 20);
          Child post = street.at(POST).start("post", nodes);
          stage.until("the nodes", () -> post.out().contains("READY"), post);
          Child seed =
              street
                  .at(SEED)
                  .start("freshet-seed", words("seed", torrent.file().toString(), origin));
          stage.until("a seed", () -> seed.err().contains("seeding"), seed);

          // trackers, a peer and a web server that are far away are tried as well
          String far =
              "&tr=http://@/announce&tr=udp://@:80/announce&x.pe=@:6881&ws=http://@/one.iso";
          String link = torrent.magnet("", "") + far.replace("@", FAR);
          Path target = stage.folder("target");
          Child get = machine.start("freshet-get", words("get", link, target, "--bind", "eth0"));
          stage.awaitExit(get, 0);
          assertThat(content.missing(target)).isEmpty();
          assertThat(strays(machine)).isZero();

          // it would have been counted
          Path again = stage.folder("again");
          Child free = machine.start("freshet-free", words("get", link, again));
          stage.awaitExit(free, 0);
          assertThat(strays(machine)).isPositive();
          assertThat(Files.exists(again.resolve("one.iso"))).isTrue();
        });
  }
}
