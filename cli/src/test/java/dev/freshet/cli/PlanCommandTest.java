package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanCommandTest {
  @TempDir Path folder;
  private final Running running = new Running();

  @Test
  void withoutFlagsItIsTheTextbookExample() {
    assertThat(running.run("plan")).isEqualTo(ExitCode.DONE);
    assertThat(running.out())
        .containsPattern("client-server +100,000 s +1d 03h +the origin's uplink\n")
        .containsPattern("peer-to-peer, as a fluid +1,000 s +16m 40s +the origin's uplink\n")
        .containsPattern("peer-to-peer, in whole pieces +1,002 s +16m 42s +the last piece")
        .contains("a second seed", "done 99.8 times as soon", "─●─ client-server");
    assertThat(running.err()).isEmpty();
    assertThat(running.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void theReadmeShowsWhatItSays() throws IOException {
    Path root = Path.of("..").toAbsolutePath();
    Path svg = folder.resolve("plan.svg");
    assertThat(running.run("plan", "--svg", svg.toString())).isEqualTo(ExitCode.DONE);
    String tables = running.out().substring(0, running.out().indexOf("\nHow long"));
    assertThat(Files.readString(root.resolve("README.md")))
        .contains("```\n" + tables.stripTrailing() + "\n```");
    assertThat(Files.readString(root.resolve("docs/plan.svg"))).isEqualTo(Files.readString(svg));
  }

  @Test
  void toASinglePeerNothingSpreadsAndNothingDoubles() {
    running.run("plan", "--peers", "1");
    assertThat(running.out())
        .containsPattern("peer-to-peer, in whole pieces +1,000 s +16m 40s +the origin's uplink\n")
        .containsPattern("with one source for a piece +1,000 s +16m 40s +the origin's uplink\n");
    Running slow = new Running();
    slow.run("plan", "--down", "1kB/s");
    assertThat(slow.out()).containsPattern("with one source .* the slowest downlink\n");
  }

  @Test
  void classesThatAreMorePeersThanThereAreAreRefusedInAnyOrder() {
    String[] classes = {"20:2MB/s", "90%:1MB/s"};
    for (int i = 0; i < 2; i++) {
      Running plan = new Running();
      assertThat(
              plan.run("plan", "--peers", "100", "--class", classes[i], "--class", classes[1 - i]))
          .isEqualTo(ExitCode.USAGE);
      assertThat(plan.err()).contains("the classes have more than 100 peers; raise --peers.");
    }
  }

  @Test
  void sharesThatRoundUpToMoreThanAllAreStillAll() {
    running.run("plan", "--peers", "3", "--class", "50%:2MB/s", "--class", "50%:1MB/s");
    assertThat(running.out())
        .contains("to 2 peers that send 2.00 MB/s", "to 1 peer that sends 1.00 MB/s");
  }

  @Test
  void aCrowdThatOnlyTakesGrowsWithoutEndAndItSaysSo() {
    String[] crowd = {"plan", "--class", "5:none", "--leave", "--arrive", "1h"};
    running.run(crowd);
    assertThat(running.out().replace('\n', ' '))
        .doesNotContain("Infinity", "stays finite")
        .contains("like this, 0.0014 a second, their number would grow without end: they want");
    Running json = new Running();
    String[] words = Arrays.copyOf(crowd, crowd.length + 1);
    words[crowd.length] = "--json";
    json.run(words);
    assertThat(json.out()).contains("\"steady_mean_s\":null", "\"steady_stable\":false");
  }

  @Test
  void theTextbookExampleCanBeSpelledOut() {
    assertThat(
            running.run(
                "plan",
                "--size",
                "1GB",
                "--peers",
                "100",
                "--origin-up",
                "1MB/s",
                "--up",
                "8Mbit/s",
                "--piece-size",
                "1MB",
                "--json"))
        .isEqualTo(ExitCode.DONE);
    assertThat(running.out())
        .contains(
            "\"client_server_s\":100000.0",
            "\"peer_to_peer_s\":1000.0",
            "\"discrete_s\":1004.187",
            "\"single_source_s\":1006.0",
            "\"discrete_binds\":\"last_piece\"",
            "\"pieces\":1000,",
            "{\"peers\":100,\"client_server_s\":100000.0,")
        .hasLineCount(1);
  }

  @Test
  void classesTakeTheirPeersOutOfAll() {
    int code =
        running.run(
            "plan",
            "--json",
            "--size=1GB",
            "--peers=1000",
            "--origin-up=10MB/s",
            "--down=50MB/s",
            "--up=2MB/s",
            "--piece-size=1MB",
            "--class=20%:10MB/s",
            "--class=200:500kB/s:40MB/s");
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(running.out())
        .contains(
            "\"classes\":[{\"count\":200,\"up\":10000000,\"down\":50000000},"
                + "{\"count\":200,\"up\":500000,\"down\":40000000},"
                + "{\"count\":600,\"up\":2000000,\"down\":50000000}]",
            "\"peer_to_peer_s\":302.11",
            "\"discrete_s\":302.69",
            "\"single_source_s\":null");
  }

  @Test
  void countedClassesAloneSayHowManyThereAre() {
    assertThat(running.run("plan", "--json", "--class", "7:1MB/s", "--class", "3:none"))
        .isEqualTo(ExitCode.DONE);
    assertThat(running.out()).contains("\"peers\":10,", "{\"count\":3,\"up\":0,\"down\":0}");
  }

  @Test
  void peersThatComeAndLeaveHaveBoundsOfTheirOwn() {
    assertThat(running.run("plan", "--arrive", "50s", "--leave")).isEqualTo(ExitCode.DONE);
    assertThat(running.out())
        .containsPattern("peers come over 50s +1,0[0-9]{2} s")
        .contains("2.00 a second, one takes 999.5 s or more", "would grow without end");
    assertThat(running.run("plan", "--json", "--arrive", "10m")).isEqualTo(ExitCode.DONE);
    assertThat(running.out()).contains("\"steady_stable\":true", "\"arrive_last_peer_s\":1");
  }

  @Test
  void thePageAndThePictureAreFiles() throws IOException {
    Path page = folder.resolve("plan.html");
    Path svg = folder.resolve("plan.svg");
    int code = running.run("plan", "--class", "5:2MB/s", "--page", page + "", "--svg", svg + "");
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("<pre>freshet plan --class 5:2MB/s --page ", "1.00 GB to 5 peers");
    assertThat(Files.readString(svg)).startsWith("<?xml").contains("peer-to-peer, as a fluid");
    assertThat(running.err()).contains("wrote " + page, "wrote " + svg);
  }

  @Test
  void aPageThatCannotBeWrittenFailsBeforeTheWork() {
    assertThat(running.run("plan", "--page", folder.resolve("no/plan.html") + ""))
        .isEqualTo(ExitCode.FAILED);
    assertThat(running.out()).isEmpty();
    assertThat(running.err()).startsWith("freshet: there is no folder ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size 0 | --size 0 is no file; give a size such as 1GB.",
        "--size=-5 | Invalid value for option '--size': '-5' is not a size",
        "--size 99999999999EB | is not a size",
        "--peers 0 | --peers 0 leaves nobody to send to; give 1 or more.",
        "--peers=-3 | --peers -3 leaves nobody",
        "--peers 99999999999999999999 | Invalid value for option '--peers'",
        "--origin-up 0 | --origin-up 0 is no rate",
        "--origin-up=-1MB/s | is not a rate",
        "--up 0 | --up 0 is no rate that a time follows from; give one such as 1MB/s.",
        "--piece-size 0 | --piece-size 0 makes no pieces",
        "--class 5 | is not COUNT:UP[:DOWN]",
        "--class 0:1MB/s | is not COUNT:UP[:DOWN]",
        "--class 5:0 | is not COUNT:UP[:DOWN]",
        "--class 101%:1MB/s | is not COUNT:UP[:DOWN]",
        "--class 60%:1MB/s --class 50%:1MB/s | more than 100 % of the peers",
        "--peers 5 --class 6:1MB/s | the classes have more than 5 peers; raise --peers.",
        "--class 999999999999999999:1MB/s --class 999999999999999999:1MB/s --peers 7 | more than 7",
        "--peers 2000000 --arrive 1h | 2000000 peers that come one by one are more than 1,000,000;",
        "--arrive soon | is not a time",
      })
  void nonsenseIsOneSentence(String arguments, String sentence) {
    assertThat(running.run(("plan " + arguments).split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(running.out()).isEmpty();
    assertThat(running.err().lines().findFirst().orElse(""))
        .startsWith("freshet: ")
        .contains(sentence)
        .endsWith(".");
  }

  @Test
  void theLargestNumbersHaveATimeToo() {
    int code =
        running.run(
            "plan", "--size=9EB", "--peers=9000000000000000000", "--origin-up=1", "--up=1B/s");
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(running.out()).contains("years");
  }

  @Test
  void aByteForOnePeerHasAPlan() {
    assertThat(running.run("plan", "--size=1", "--peers=1")).isEqualTo(ExitCode.DONE);
    assertThat(running.run("plan", "--size=1GB", "--class=3:none")).isEqualTo(ExitCode.DONE);
  }
}
