package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Counts;
import dev.freshet.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Plays a swarm in virtual time.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Play the distribution of a file to many peers in virtual time, with the protocol code of this"
          + " program, and hold the result against the times that cannot be beaten. The same seed"
          + " gives the same run, anywhere.",
      "",
      "Rates count the bytes of a connection's stream, the messages of the protocol included."
    },
    footerHeading = "%n",
    footer = {
      "freshet simulate flash-crowd --peers 300 --page crowd.html",
      "freshet simulate churn --repeat 10",
      "freshet simulate --sweep 10,30,100,300 --size 64MiB",
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int MOST_REPEATS = 100_000;

  private final Shell outerShell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "One of --list, or a file with a flag and its value a line, without dashes.")
  private @Nullable String scenario;

  @Mixin private ScenarioOptions words = new ScenarioOptions();

  @Option(names = "--seed", paramLabel = "NUMBER", description = "What all chance comes from; 1.")
  private long seed = 1;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      description =
          "Play it with R seeds from --seed on, two at a time; prints means and their 95%%"
              + " confidence intervals.")
  private int repeat = 1;

  @Option(
      names = "--sweep",
      paramLabel = "LIST",
      description = "Play it for each of these numbers of peers, such as 10,100,1000.")
  private @Nullable Counts sweep;

  @Option(names = "--list", description = "List the scenarios that come with the program.")
  private boolean list;

  @Mixin private PictureOptions pictures = new PictureOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  SimulateCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    if (list) {
      ScenarioFile.BUNDLED.forEach(name -> list(shell, name, ScenarioFile.bundled(name).title()));
      return ExitCode.DONE;
    }
    pictures.check();
    if (repeat < 1 || repeat > MOST_REPEATS) {
      throw Failure.usage("--repeat is 1 to 100,000, not " + repeat + ".");
    }
    ScenarioFile file = scenario == null ? null : ScenarioFile.named(scenario);
    ScenarioOptions said = file == null ? words : file.under(flags());
    String name = file == null ? "swarm" : file.name();
    List<SwarmJob> jobs = new ArrayList<>();
    for (@Nullable Integer peers : numbers()) {
      Scenario each = Swarms.scenario(name, said, peers);
      SwarmMode mode = Swarms.mode(said, each);
      for (int i = 0; i < repeat; i++) {
        jobs.add(new SwarmJob(each, mode, seed + i));
      }
    }
    List<SwarmResult> results = SwarmJobs.run(shell, jobs, repeat == 1);
    SimulateReport report = new SimulateReport(replay(), sweep != null, repeat, results);
    if (output.json()) {
      report.json().forEach(shell::result);
    } else {
      report.lines(Terminal.look(shell)).forEach(shell::result);
    }
    pictures.write(shell, report.figure(), () -> report.page(TypedCommand.of(spec)));
    boolean whole = results.stream().allMatch(result -> result.score().unfinished() == 0);
    return whole ? ExitCode.DONE : ExitCode.LATE;
  }

  private void list(Shell shell, String name, String title) {
    if (output.json()) {
      shell.result(new Json().put("scenario", name).put("title", title));
    } else {
      shell.result("%-20s %s".formatted(name, title));
    }
  }

  private List<@Nullable Integer> numbers() {
    List<@Nullable Integer> numbers = new ArrayList<>();
    if (sweep == null) {
      numbers.add(null);
    } else {
      numbers.addAll(sweep.numbers());
    }
    return numbers;
  }

  /// The flags that were given, each once however often it was.
  private List<OptionSpec> flags() {
    return spec.commandLine().getParseResult().matchedOptions().stream().distinct().toList();
  }

  /// The words of the command that plays the same swarm, without a seed and a number to sweep to.
  private List<String> replay() {
    List<String> command = new ArrayList<>(List.of("simulate"));
    if (scenario != null) {
      command.add(scenario);
    }
    for (OptionSpec flag : flags()) {
      if (ScenarioFile.known(flag.longestName())) {
        command.addAll(ScenarioFile.said(flag));
      }
    }
    return command;
  }
}
