package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Freshet and the clients that know version 1 alone, who find each other without a tracker: in the
/// DHT by a magnet link with nothing in it but the info-hash (BEP 5), told by a third (BEP 11), or
/// on the local network (BEP 14). [DhtIT], [PeerExchangeIT] and [LocalSearchIT] have libtorrent.
///
/// Left out, all with rTorrent 0.9.8, and seen in its source:
///
/// * that it finds Freshet in the DHT: it takes `6:` and the first four bytes of what a node
///   answers for the address of every peer, and calls that (mended long after); but it announces
///   itself, so that Freshet finds it while it fetches;
/// * the local network: it knows nothing of BEP 14.
@Execution(ExecutionMode.CONCURRENT)
final class FindingIT {
  /// The machine with the nodes of the DHT, or where it is heard who calls.
  private static final int POST = 1;

  private static final int HUB = 2;
  private static final int SEED = 3;
  private static final int FETCHER = 4;

  private static final int FIRST_NODE = 6881;

  /// Transmission waits until it knows nine nodes, of which a part of its table holds eight.
  private static final int NODES = 20;

  @BeforeAll
  static void assume() throws Exception {
    Street.assume();
  }

  static Stream<Client> clients() {
    return Stream.of(new Aria2(), new RTorrent(), new Transmission());
  }

  static Stream<Client> allButRTorrent() {
    return clients().filter(client -> !(client instanceof RTorrent));
  }

  /// A street and what is to be fetched there.
  private record Setting(
      Stage stage, Street street, Content content, Path origin, Torrent torrent) {
    static Setting on(Stage stage) throws Exception {
      Path origin = stage.folder("origin");
      Content content = Content.file(origin, "one.iso", 1_000_000, 41);
      Torrent torrent = Maker.FRESHET.make(stage, origin, content, Flavour.V1, "");
      return new Setting(stage, Street.of(stage, FETCHER), content, origin, torrent);
    }

    String file() {
      return torrent.file().toString();
    }

    /// A link that knows nobody.
    String magnet() {
      return "magnet:?xt=urn:btih:" + torrent.v1();
    }

    /// The torrent in a file that names a node at the post too (BEP 5).
    Path naming(int port) throws IOException {
      String text = Files.readString(torrent.file(), StandardCharsets.ISO_8859_1);
      String host = Street.address(POST);
      String node = "l%d:%si%dee".formatted(host.length(), host, port);
      // behind the info dictionary, which is the last that a bare torrent has
      String more = text.substring(0, text.length() - 1) + "5:nodesl" + node + "ee";
      Path file = stage.folder("naming").resolve("x.torrent");
      return Files.writeString(file, more, StandardCharsets.ISO_8859_1);
    }

    /// A script of ours at the post, once it is ready.
    Child post(String script, Object... words) {
      Child post = street.at(POST).start("post", Python.script(stage, script, words));
      stage.until("the post", () -> post.out().contains("READY"), post);
      return post;
    }

    Child nodes() {
      return post("nodes.py", Street.address(POST), FIRST_NODE, NODES);
    }

    /// Waits until they know at the post that the machine has the torrent, or wants it.
    void known(Child post, int machine) {
      String line = Street.address(machine) + " " + torrent.v1();
      stage.until(line, () -> post.out().contains(line), post);
    }

    Peer other(Client client, int machine, String source, Path folder, Habits habits) {
      return client.join(client.pace(street.at(machine)), folder, source, habits);
    }

    Child freshet(int machine, String command, String source, Path folder, String... more) {
      List<String> words = new ArrayList<>(List.of(command, source, "--dir", folder.toString()));
      words.addAll(List.of("--bind", Street.address(machine)));
      words.addAll(List.of(more));
      List<String> all = Program.nearby(words.toArray(String[]::new));
      return street.at(machine).start("freshet-" + command, all);
    }

    /// A seed of ours that tells nobody of anybody and listens to nobody. It shows all that it has:
    /// a hub that hardly fetches is no one to spread pieces through.
    Child silentSeed(String... more) {
      List<String> words = new ArrayList<>(List.of("--no-lsd", "--no-pex", "--no-super-seed"));
      words.addAll(List.of(more));
      return freshet(SEED, "seed", file(), origin, words.toArray(String[]::new));
    }

    /// Waits until this program, on that machine, is connected with an address.
    void connected(int machine, String address, Child program) {
      List<String> connections = List.of("ss", "-Htn", "state", "established", "dst", address);
      stage.until("a call", () -> !street.at(machine).answer(connections).isEmpty(), program);
    }

    /// Waits until all of it has arrived.
    void arrives(Path target, Child... needed) {
      stage.until("all files", () -> content.in(target), needed);
    }
  }

  private static Habits usual(int machine) {
    return Habits.at(Street.address(machine));
  }

  private static Habits inTheDht(int machine) {
    List<String> nodes =
        IntStream.range(FIRST_NODE, FIRST_NODE + 8)
            .mapToObj(port -> Street.address(POST) + ":" + port)
            .toList();
    return usual(machine).beginningAt(nodes);
  }

  private static String[] dhtAlone() {
    String begin = Street.address(POST) + ":" + FIRST_NODE;
    return new String[] {"--dht-bootstrap", begin, "--no-lsd", "--no-pex"};
  }

  @ParameterizedTest
  @MethodSource("clients")
  void freshetFindsTheSeedInTheDht(Client client) throws Exception {
    Stage.play(
        client + " seeds in the DHT",
        stage -> {
          Setting setting = Setting.on(stage);
          Child nodes = setting.nodes();
          Peer seed = setting.other(client, SEED, setting.file(), setting.origin(), inTheDht(SEED));
          setting.known(nodes, SEED);
          Path target = stage.folder("target");
          Child get = setting.freshet(FETCHER, "get", setting.magnet(), target, dhtAlone());
          setting.arrives(target, get, seed.child());
          stage.awaitExit(get, 0);
        });
  }

  @ParameterizedTest
  @MethodSource("allButRTorrent")
  void theOtherFindsFreshetInTheDht(Client client) throws Exception {
    Stage.play(
        client + " fetches from the DHT",
        stage -> {
          Setting setting = Setting.on(stage);
          Child nodes = setting.nodes();
          Child seed = setting.freshet(SEED, "seed", setting.file(), setting.origin(), dhtAlone());
          setting.known(nodes, SEED);
          Path target = stage.folder("target");
          Peer other = setting.other(client, FETCHER, setting.magnet(), target, inTheDht(FETCHER));
          setting.arrives(target, other.child(), seed);
        });
  }

  @Test
  void freshetFindsRTorrentThatFetchesInTheDht() throws Exception {
    Client client = new RTorrent();
    Stage.play(
        "found while it fetches from the DHT",
        stage -> {
          Setting setting = Setting.on(stage);
          Child nodes = setting.nodes();
          Path target = stage.folder("target");
          Peer other = setting.other(client, FETCHER, setting.magnet(), target, inTheDht(FETCHER));
          setting.known(nodes, FETCHER);
          Child seed = setting.freshet(SEED, "seed", setting.file(), setting.origin(), dhtAlone());
          setting.arrives(target, other.child(), seed);
        });
  }

  @Test
  void aFileAndALinkSayWhereTheDhtBegins() throws Exception {
    Stage.play(
        "nodes in the file and in the link",
        stage -> {
          Setting setting = Setting.on(stage);
          Child nodes = setting.nodes();
          Path file = setting.naming(FIRST_NODE);
          String nobody = Street.address(POST) + ":1";
          String[] lost = {"--dht-bootstrap", nobody, "--no-lsd", "--no-pex"};
          Child seed = setting.freshet(SEED, "seed", file.toString(), setting.origin(), lost);
          setting.known(nodes, SEED);
          Path target = stage.folder("target");
          String link = setting.magnet() + "&dht=" + Street.address(POST) + ":" + FIRST_NODE;
          Child get = setting.freshet(FETCHER, "get", link, target, lost);
          setting.arrives(target, get, seed);
          stage.awaitExit(get, 0);
        });
  }

  @ParameterizedTest
  @MethodSource("clients")
  void theOtherTellsFreshetOfTheSeed(Client client) throws Exception {
    Stage.play(
        "told by " + client,
        stage -> {
          Setting setting = Setting.on(stage);
          // else the hub is soon complete, and hangs up on the seed before it has told of it
          setting.street().narrow(HUB);
          Path folder = stage.folder("hub");
          Peer hub = setting.other(client, HUB, setting.file(), folder, usual(HUB));
          Path target = stage.folder("target");
          Child get =
              setting.freshet(
                  FETCHER, "get", setting.file(), target, "--no-lsd", "--peer", hub.address());
          setting.connected(FETCHER, hub.address(), get);
          if (client instanceof Aria2) {
            // it tells a peer at once, then every minute, and of those alone who came in that
            // minute: who comes with the peer is too late for the one and too early for the other
            Thread.sleep(Duration.ofSeconds(20));
          }
          Child seed = setting.silentSeed("--peer", hub.address());
          setting.arrives(target, get, hub.child(), seed);
          assertThat(setting.content().in(folder)).as("the hub is complete").isFalse();
        });
  }

  @ParameterizedTest
  @MethodSource("clients")
  void freshetTellsTheOtherOfTheSeed(Client client) throws Exception {
    Stage.play(
        client + " is told",
        stage -> {
          Setting setting = Setting.on(stage);
          Path target = stage.folder("target");
          Peer other = setting.other(client, FETCHER, setting.file(), target, usual(FETCHER));
          String port = String.valueOf(stage.port());
          Child seed = setting.silentSeed("--port", port);
          stage.until("a seed", () -> seed.err().contains("seeding"), seed);
          List<String> words = new ArrayList<>(List.of("--no-lsd", "--max-down", "10kB/s"));
          words.addAll(List.of("--peer", Street.address(SEED) + ":" + port));
          words.addAll(List.of("--peer", other.address()));
          Path folder = stage.folder("hub");
          Child hub =
              setting.freshet(HUB, "get", setting.file(), folder, words.toArray(String[]::new));
          setting.arrives(target, other.child(), hub, seed);
          assertThat(hub.out()).as("the hub is not complete").isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("allButRTorrent")
  void freshetHearsTheSeed(Client client) throws Exception {
    Stage.play(
        client + " calls",
        stage -> {
          Setting setting = Setting.on(stage);
          Child post = setting.post("hear.py", Street.address(POST));
          Path target = stage.folder("target");
          Child get = setting.freshet(FETCHER, "get", setting.file(), target);
          setting.known(post, FETCHER);
          Peer seed =
              setting.other(client, SEED, setting.file(), setting.origin(), usual(SEED).calling());
          setting.arrives(target, get, seed.child());
          stage.awaitExit(get, 0);
        });
  }

  @ParameterizedTest
  @MethodSource("allButRTorrent")
  void theOtherHearsFreshet(Client client) throws Exception {
    Stage.play(
        client + " hears",
        stage -> {
          Setting setting = Setting.on(stage);
          Child post = setting.post("hear.py", Street.address(POST));
          Path target = stage.folder("target");
          Peer other =
              setting.other(client, FETCHER, setting.file(), target, usual(FETCHER).calling());
          setting.known(post, FETCHER);
          Child seed = setting.freshet(SEED, "seed", setting.file(), setting.origin());
          setting.arrives(target, other.child(), seed);
        });
  }
}
