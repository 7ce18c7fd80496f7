package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulateTest {
  @TempDir Path folder;
  private final Running running = new Running();

  @Test
  void theSameSeedPrintsTheSameLogAndTheCommandToPlayItAgain() {
    assertThat(running.run("simulate", "--peers", "4", "--size", "1MiB", "--seed", "3"))
        .isEqualTo(ExitCode.DONE);
    String first = running.out();
    assertThat(first)
        .startsWith("swarm: 4 peers, 1.05 MB in 64 pieces of 16 KiB; full protocol")
        .contains("client-server, at best", "origin sent ")
        .endsWith("again: freshet simulate --peers 4 --size 1MiB --seed 3\n");
    Running again = new Running();
    again.run("simulate", "--peers", "4", "--size", "1MiB", "--seed", "3");
    assertThat(log(again.out())).isEqualTo(log(first)).hasSize(16);
  }

  private static String log(String out) {
    int at = out.indexOf("log ");
    return out.substring(at + 4, at + 20);
  }

  @Test
  void forMachinesItPrintsTheKeysThatScriptsRelyOn() {
    running.run("simulate", "--peers", "3", "--size", "1MiB", "--repeat", "2", "--json");
    assertThat(running.out())
        .hasLineCount(1)
        .contains("\"client_server_s\":", "\"peer_to_peer_s\":", "\"discrete_s\":")
        .contains("\"last_peer_s\":", "\"mean_s\":", "\"origin_sent_over_size\":")
        .contains("\"last_peer_s_ci95\":", "\"seed\":1", "\"seed\":2");
  }

  @Test
  void whatWasRepeatedIsRepeatedAgain() {
    running.run("simulate", "--peers", "1", "--size", "16KiB", "--repeat", "2");
    assertThat(running.out())
        .startsWith("swarm: 1 peer, 16.4 kB in 1 piece of ")
        .endsWith("again: freshet simulate --peers 1 --size 16KiB --seed 1 --repeat 2\n");
  }

  @Test
  void aSweepPrintsALineForEachNumberOfPeers() {
    running.run("simulate", "--sweep", "2,4", "--size", "1MiB");
    assertThat(running.out().lines().toList())
        .anyMatch(line -> line.startsWith("        2"))
        .anyMatch(line -> line.startsWith("        4"));
    assertThat(running.out().substring(running.out().indexOf("What it cost to play:")).lines())
        .hasSize(4)
        .anyMatch(line -> line.matches(" {8}2 +[0-9,]+ +[0-9.]+ s +[0-9,]+ +[0-9.]+ [kM]B"))
        .anyMatch(line -> line.matches(" {8}4 +[0-9,]+ +[0-9.]+ s +[0-9,]+ +[0-9.]+ [kM]B"));
  }

  @Test
  void classesOfAScenarioAreSharesOfAnyNumberOfPeers() {
    running.run("simulate", "mixed-uplinks", "--peers", "10", "--size", "1MiB");
    assertThat(running.out().lines().map(line -> line.strip().replaceAll("  +", " ")).toList())
        .anyMatch(line -> line.startsWith("10.0 MB/s 2 "))
        .anyMatch(line -> line.startsWith("2.00 MB/s 6 "))
        .anyMatch(line -> line.startsWith("500 kB/s 2 "));
  }

  @Test
  void classesBesideAScenarioCountOnce() {
    running.run(
        "simulate",
        "flash-crowd",
        "--peers",
        "10",
        "--size",
        "64KiB",
        "--mode",
        "piece",
        "--class",
        "30%:4MB/s",
        "--class",
        "40%:3MB/s");
    assertThat(running.err()).isEmpty();
    assertThat(running.out().lines().map(line -> line.strip().replaceAll("  +", " ")).toList())
        .anyMatch(line -> line.startsWith("4.00 MB/s 3 "))
        .anyMatch(line -> line.startsWith("3.00 MB/s 4 "))
        .anyMatch(line -> line.startsWith("2.00 MB/s 3 "));
  }

  @Test
  void whatIsSaidToPlayAgainOfASweepWithClassesIsTheSameSwarm() {
    running.run(
        "simulate", "--sweep", "8", "--size", "64KiB", "--class", "2:2MB/s", "--class", "2:1MB/s");
    String first = running.out();
    assertThat(first)
        .endsWith(
            "again: freshet simulate --size 64KiB --class 2:2MB/s --class 2:1MB/s --sweep 8"
                + " --seed 1\n");
    String again = first.substring(first.indexOf("again: freshet ") + 15).strip();
    Running second = new Running();
    second.run(again.split(" "));
    assertThat(log(second.out())).isEqualTo(log(first)).hasSize(16);
  }

  @Test
  void aRunOfSeveralSaysHowItAloneIsPlayedAgain() {
    running.run("simulate", "--peers", "1", "--size", "16KiB", "--repeat", "2", "--json");
    assertThat(running.out())
        .contains("\"replay\":\"freshet simulate --peers 1 --size 16KiB --seed 1\"")
        .contains("\"replay\":\"freshet simulate --peers 1 --size 16KiB --seed 2\"");
  }

  @Test
  void flagsSayOtherwiseThanTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("s.txt"), "# small\npeers 40 # many\nsize 1MiB\n");
    running.run("simulate", file.toString(), "--peers", "3");
    assertThat(running.out()).startsWith("s.txt: 3 peers, 1.05 MB ");
  }

  @ParameterizedTest
  @CsvSource({
    "peers 10\\nsize much, 'line 2: '",
    "colour red, 'line 1: ''colour'' is not a word'",
    "peers, 'line 1: '",
    "leave\\nup 0 B/s, --up 0 is no rate",
    "class 5:fast, '--class'",
    "stay long, 'forever, polite, a time'",
    "arrive late, 'at-once'",
    "loss 100%, --loss 100% lets nothing through",
    "piece-size 20k, a power of two",
  })
  void aFileThatMakesNoSenseGetsOneSentence(String lines, String sentence) throws IOException {
    Path file = Files.writeString(folder.resolve("s.txt"), lines.replace("\\n", "\n"));
    assertThat(running.run("simulate", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(running.err()).startsWith("freshet: ").contains(sentence).hasLineCount(1);
    assertThat(running.out()).isEmpty();
  }

  @Test
  void thePageHoldsThePicturesAndTheCommandThatMakesThem() throws IOException {
    Path page = folder.resolve("p.html");
    running.run("simulate", "--peers", "5", "--size", "1MiB", "--page", page.toString());
    assertThat(Files.readString(page))
        .contains("freshet simulate --peers 5 --size 1MiB --page ")
        .contains("Peers that have everything", "Copies of a piece", "Who gave how much to whom")
        .contains("Throughput of the swarm", "<svg");
    Path sweep = folder.resolve("s.html");
    running.run("simulate", "--sweep", "2,4", "--size", "1MiB", "--page", sweep.toString());
    assertThat(Files.readString(sweep)).contains("Time of the last peer by number of peers");
  }

  @Test
  void veryManyPeersAreSimulatedAtPieceLevelAndItSaysSo() {
    running.run("simulate", "--peers", "30000", "--size", "64KiB", "--piece-size", "16KiB");
    assertThat(running.out()).contains("; piece level, without the wire protocol");
  }

  @Test
  void whatThePieceLevelLacksIsRefused() {
    assertThat(running.run("simulate", "two-sites", "--mode", "piece")).isEqualTo(ExitCode.USAGE);
    assertThat(running.err()).contains("the piece level has no thin link between two sites; ");
  }

  @Test
  void classesSayWhatEachSends() {
    running.run(
        "simulate",
        "--peers",
        "10",
        "--class",
        "20%:4MB/s",
        "--class",
        "2:none",
        "--size",
        "1MiB",
        "--mode",
        "piece");
    assertThat(running.out()).contains("4.00 MB/s ", "nothing up ", "1.00 MB/s ");
  }

  @Test
  void allScenariosThatComeWithTheProgramAreListedAndMakeSense() throws Failure {
    running.run("simulate", "--list");
    assertThat(running.out()).hasLineCount(ScenarioFile.BUNDLED.size());
    Running machines = new Running();
    machines.run("simulate", "--list", "--json");
    assertThat(machines.out())
        .hasLineCount(ScenarioFile.BUNDLED.size())
        .startsWith("{\"scenario\":\"flash-crowd\",\"title\":\"Everyone wants ");
    for (String name : ScenarioFile.BUNDLED) {
      ScenarioFile file = ScenarioFile.named(name);
      assertThat(file.title()).endsWith(".");
      assertThat(Swarms.scenario(name, file.under(List.of()), null).peers())
          .isEqualTo(name.equals("web-origin") ? 200 : 100);
    }
  }

  @Test
  void aSignalEndsWhatHasNotYetToldHowFarItIs() {
    running.interrupt().raised(2);
    assertThat(running.run("simulate", "--peers", "2", "--size", "1MiB", "--limit", "100ms"))
        .isEqualTo(130);
    assertThat(running.out()).isEmpty();
    assertThat(running.err()).isEqualTo("freshet: stopped; there is no result.\n");
  }

  @Test
  void whoDoesNotGetEverythingInTimeIsToldByTheExitCode() {
    assertThat(running.run("simulate", "--peers", "2", "--size", "1MiB", "--limit", "100ms"))
        .isEqualTo(ExitCode.LATE);
    assertThat(running.out()).contains("2 peers never had everything");
  }
}
