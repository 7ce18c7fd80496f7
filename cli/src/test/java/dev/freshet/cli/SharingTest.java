package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The main job over the loopback: one shares, others get, what came is checked.
final class SharingTest {
  @TempDir Path folder;
  private final Running share = new Running();
  private Path file = Path.of("");
  private Path there = Path.of("");

  @BeforeEach
  void data() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new Random(7).nextBytes(bytes);
    file = Files.write(Files.createDirectory(folder.resolve("here")).resolve("big.iso"), bytes);
    there = Files.createDirectory(folder.resolve("there"));
  }

  @Test
  void whatIsSharedByLinkArrives() throws Exception {
    CompletableFuture<Integer> sharing = sharing("--until-copies", "1");
    assertThat(share.nextLine()).startsWith("magnet:?xt=urn:btih:");
    Running get = new Running();
    assertThat(get.run("get", share.nextLine(), "--dir", there.toString())).isZero();
    assertThat(get.out()).isEqualTo(there.resolve("big.iso") + "\n");
    assertThat(get.err()).startsWith("big.iso: complete and verified; received 3.00 MB in ");
    assertThat(there.resolve("big.iso")).hasSameBinaryContentAs(file);
    assertThat(sharing.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(share.err()).contains("1 peer, 1 complete; sent ");
  }

  @Test
  void aTorrentForOldClientsCanBeSharedToo() throws Exception {
    CompletableFuture<Integer> sharing = sharing("--v1", "--until-copies", "1");
    assertThat(share.nextLine()).startsWith("magnet:?xt=urn:btih:").doesNotContain("btmh");
    Running get = new Running();
    assertThat(get.run("get", share.nextLine(), "--dir", there.toString())).isZero();
    assertThat(there.resolve("big.iso")).hasSameBinaryContentAs(file);
    assertThat(sharing.get(60, TimeUnit.SECONDS)).isZero();
    Running both = new Running();
    assertThat(both.run("share", file.toString(), "--v1", "--v2")).isEqualTo(2);
  }

  @Test
  void whatIsSharedByMagnetArrivesAndIsKeptSeeding() throws Exception {
    CompletableFuture<Integer> sharing = sharing();
    String magnet = share.nextLine();
    Running get = new Running();
    CompletableFuture<Integer> getting =
        running(() -> get.run("get", magnet, "-d", there.toString(), "--keep-seeding", "-q"));
    assertThat(get.nextLine()).isEqualTo("complete");
    assertThat(there.resolve("big.iso")).hasSameBinaryContentAs(file);
    assertThat(getting).isNotDone();
    get.interrupt().raised(2);
    assertThat(getting.get(60, TimeUnit.SECONDS)).isEqualTo(130);
    share.interrupt().raised(15);
    assertThat(sharing.get(60, TimeUnit.SECONDS)).isEqualTo(143);
  }

  @Test
  void aGetThatCannotBeCompleteInTimeEndsWithThree() throws Exception {
    Running create = new Running();
    String torrent = folder.resolve("a.torrent").toString();
    assertThat(create.run("create", file.toString(), "-o", torrent)).isZero();
    assertThat(create.out()).matches("[0-9a-f]{40}\n");
    Running get = new Running();
    assertThat(get.run("get", torrent, "-d", there.toString(), "--timeout", "0.1")).isEqualTo(3);
    assertThat(get.err()).contains("freshet: not complete after 0s: 0.0% is here");
  }

  @Test
  void aSelectionThatMeansNoFileSaysSo() throws Exception {
    String torrent = folder.resolve("a.torrent").toString();
    assertThat(new Running().run("create", file.toString(), "-o", torrent)).isZero();
    Running none = new Running();
    assertThat(none.run("get", torrent, "-d", there.toString(), "--select", "2")).isEqualTo(1);
    assertThat(none.err()).contains("is meant by \"2\"; freshet show --files lists them.");
    Running nonsense = new Running();
    assertThat(nonsense.run("get", torrent, "-d", there.toString(), "--select", "0")).isEqualTo(2);
    assertThat(nonsense.err()).contains("--select: files are counted from 1");
    Running here = new Running();
    String name = file.getFileName().toString();
    String at = folder.resolve("here").toString();
    assertThat(here.run("get", torrent, "-d", at, "--select", name)).isZero();
  }

  @Test
  void someFilesOfAFolderAreVerifiedAndSeededAlone() throws Exception {
    Path small = Files.write(folder.resolve("here").resolve("small"), new byte[100_000]);
    String torrent = folder.resolve("two.torrent").toString();
    String data = folder.resolve("here").toString();
    assertThat(new Running().run("create", data, "-o", torrent)).isZero();
    Files.delete(small);
    Running all = new Running();
    assertThat(all.run("verify", torrent, "-d", folder.toString())).isEqualTo(1);
    assertThat(all.out()).startsWith("small: ").hasLineCount(1);
    Running some = new Running();
    assertThat(some.run("verify", torrent, "-d", folder.toString(), "--select", "1")).isZero();
    assertThat(some.err()).isEqualTo("here: all 3.00 MB of the selected files verified\n");
    Running refused = new Running();
    assertThat(refused.run("seed", torrent, "-d", folder.toString())).isEqualTo(1);
    assertThat(refused.err()).startsWith("freshet: only 96.7% of the data is in ");
    Running seed = new Running();
    CompletableFuture<Integer> seeding =
        running(() ->
            seed.run("seed", torrent, "-d", folder.toString(), "--select", "*.iso", "--json"));
    String port = seed.nextLine().replaceAll(".*\"port\":([0-9]+).*", "$1");
    Running get = new Running();
    String[] words = {"get", torrent, "-d", there.toString(), "--select", "1", "--peer"};
    List<String> line = new ArrayList<>(List.of(words));
    line.add("127.0.0.1:" + port);
    assertThat(get.run(line.toArray(String[]::new))).isZero();
    assertThat(there.resolve("here").resolve("big.iso")).hasSameBinaryContentAs(file);
    seed.interrupt().raised(15);
    assertThat(seeding.get(60, TimeUnit.SECONDS)).isEqualTo(143);
  }

  @Test
  void whatAGetRemembersIsWhereTheEnvironmentSays() throws Exception {
    String torrent = folder.resolve("a.torrent").toString();
    assertThat(new Running().run("create", file.toString(), "-o", torrent)).isZero();
    Path state = folder.resolve("state");
    String here = folder.resolve("here").toString();
    assertThat(new Running(state).run("get", torrent, "-d", here)).isZero();
    assertThat(state.resolve("freshet")).isNotEmptyDirectory();
  }

  @Test
  void verifyFindsTheDamage() throws Exception {
    String torrent = folder.resolve("a.torrent").toString();
    new Running().run("create", file.toString(), "-o", torrent, "--v1");
    Running good = new Running();
    assertThat(good.run("verify", torrent, "-d", folder.resolve("here").toString())).isZero();
    assertThat(good.out()).isEmpty();
    assertThat(good.err()).isEqualTo("big.iso: all 3.00 MB verified\n");
    byte[] bytes = Files.readAllBytes(file);
    bytes[2_000_000] ^= 1;
    Files.write(file, bytes);
    Running bad = new Running();
    assertThat(bad.run("verify", torrent, "-d", folder.resolve("here").toString())).isEqualTo(1);
    assertThat(bad.out()).isEqualTo("big.iso: 1 of 184 pieces damaged or missing\n");
    Running seed = new Running();
    assertThat(seed.run("seed", torrent, "-d", folder.resolve("here").toString())).isEqualTo(1);
    assertThat(seed.err()).startsWith("freshet: only 99.4% of the data is in ");
  }

  @Test
  void verifyTellsWhatLacksFromWhatIsTooLongAndFromAWrongFolder() throws Exception {
    Path here = folder.resolve("here");
    Path empty = Files.createFile(here.resolve("empty"));
    String torrent = folder.resolve("two.torrent").toString();
    assertThat(new Running().run("create", here.toString(), "-o", torrent)).isZero();
    Files.delete(empty);
    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    Running bad = new Running();
    assertThat(bad.run("verify", torrent, "-d", folder.toString())).isEqualTo(1);
    assertThat(bad.out().lines())
        .containsExactlyInAnyOrder(
            "big.iso: 1 byte too many at its end", "empty: missing, though there is nothing in it");
    assertThat(bad.err())
        .isEqualTo("here: all 3.00 MB verified, but 2 files missing or too long\n");
    Running nowhere = new Running();
    String none = folder.resolve("none").toString();
    assertThat(nowhere.run("verify", torrent, "-d", none)).isEqualTo(1);
    assertThat(nowhere.out()).isEmpty();
    assertThat(nowhere.err()).startsWith("freshet: there is no folder " + none + "; give ");
  }

  @Test
  void whereTheDataIsSaidToBeIsWhereItIsWhateverTheTorrentSays() throws Exception {
    for (String name : List.of("/etc/hostname", "../x", "..")) {
      Path torrent = Files.write(folder.resolve("evil.torrent"), torrentOfAnA(name));
      Path stored = there.resolve(name.equals("..") ? "_" : name.replace('/', '_'));
      Files.writeString(stored, "a");
      Running get = new Running();
      assertThat(get.run("get", torrent.toString(), "-d", there.toString())).isZero();
      assertThat(get.out()).isEqualTo(stored + "\n");
    }
  }

  @Test
  void whatCannotBeSharedIsSaid() {
    assertThat(share.run("share", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(share.err()).startsWith("freshet: ").contains("none does not exist").hasLineCount(1);
    Running bad = new Running();
    assertThat(bad.run("share", file.toString(), "--piece-size", "5MB")).isEqualTo(2);
    assertThat(bad.err()).contains("--piece-size 5.00 MB is not a power of two");
  }

  @ParameterizedTest
  @CsvSource({
    "--until-copies, 0, --until-copies 0 waits for nobody",
    "--until-copies, -3, --until-copies -3 waits for nobody",
    "--host, 1.2.3, --host 1.2.3 is not a host",
    "--host, -., --host -. is not a host",
    "--host, host:80, --host host:80 is not a host",
  })
  void whatMakesNoSenseIsSaidBeforeAnythingIsHashed(String flag, String value, String sentence) {
    assertThat(share.run("share", file.toString(), flag, value)).isEqualTo(ExitCode.USAGE);
    assertThat(share.err()).startsWith("freshet: " + sentence).hasLineCount(1);
    assertThat(share.out()).isEmpty();
  }

  @Test
  void anEmptyPathIsNotTheCurrentFolder() {
    for (String command : List.of("share", "create")) {
      Running empty = new Running();
      String[] words =
          command.equals("share")
              ? new String[] {command, "", "--bind", "127.0.0.1", "--no-port-mapping"}
              : new String[] {command, "", "-o", folder.resolve("x.torrent").toString()};
      assertThat(empty.run(words)).isEqualTo(ExitCode.USAGE);
      assertThat(empty.err()).startsWith("freshet: the PATH is empty; ").hasLineCount(1);
      assertThat(empty.out()).isEmpty();
    }
  }

  @Test
  void aPortThatCannotBeHadIsSaidBeforeAnythingIsHashed() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (DatagramSocket other = new DatagramSocket(0, here)) {
      String port = String.valueOf(other.getLocalPort());
      Running taken = new Running();
      String none = folder.resolve("none").toString();
      assertThat(taken.run("share", none, "--bind", "127.0.0.1", "--port", port)).isEqualTo(1);
      assertThat(taken.err()).startsWith("freshet: port " + port + " is in use by another");
      Running twice = new Running();
      assertThat(twice.run("share", none, "--port", port, "--peer-port", port))
          .isEqualTo(ExitCode.USAGE);
      assertThat(twice.err())
          .startsWith("freshet: --port and --peer-port cannot both be " + port + ";");
    }
  }

  @Test
  void aPortThatIsTakenAtAnotherAddressIsFree() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      String port = String.valueOf(other.getLocalPort());
      CompletableFuture<Integer> sharing =
          running(() ->
              share.run(
                  "share",
                  file.toString(),
                  "--bind",
                  "127.0.0.1",
                  "--port",
                  port,
                  "--no-dht",
                  "--no-lsd",
                  "--no-port-mapping"));
      assertThat(share.nextLine()).startsWith("magnet:?xt=urn:btih:");
      assertThat(share.nextLine()).isEqualTo("http://127.0.0.1:" + port + "/big.iso.torrent");
      share.interrupt().raised(15);
      assertThat(sharing.get(60, TimeUnit.SECONDS)).isEqualTo(143);
    }
  }

  @Test
  void aProxyThatCannotBeUsedIsSaidWithoutItsPassword() {
    String proxy = "http://127.0.0.1:1080";
    for (List<String> wrong :
        List.of(
            List.of("--proxy", "socks4://127.0.0.1:1080"),
            List.of("--proxy", "socks5://me:secret@127.0.0.1:0"),
            List.of("--proxy", proxy, "--transport", "utp"),
            List.of("--proxy", proxy, "--dht-bootstrap", "127.0.0.1:1"))) {
      List<String> words = new ArrayList<>(List.of("share", file.toString()));
      words.addAll(wrong);
      Running bad = new Running();
      assertThat(bad.run(words.toArray(String[]::new))).isEqualTo(2);
      assertThat(bad.err()).contains("proxy").doesNotContain("secret").hasLineCount(1);
    }
  }

  /// By hand, for nothing of ours makes a torrent with such a name.
  private static byte[] torrentOfAnA(String name) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(new byte[] {'a'});
    String text =
        "d4:infod6:lengthi1e4:name%d:%s12:piece lengthi16384e6:pieces20:%see"
            .formatted(name.length(), name, new String(hash, StandardCharsets.ISO_8859_1));
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private CompletableFuture<Integer> sharing(String... more) {
    String[] usual = {
      "share",
      file.toString(),
      "--bind",
      "127.0.0.1",
      "--port",
      "0",
      "--no-dht",
      "--no-lsd",
      "--no-port-mapping"
    };
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return running(() -> share.run(all));
  }

  /// On a thread of its own: commands wait, and the common pool may have but one.
  private static CompletableFuture<Integer> running(Supplier<Integer> command) {
    return CompletableFuture.supplyAsync(command, task -> Thread.ofPlatform().daemon().start(task));
  }
}
