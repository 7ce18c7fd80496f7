package dev.freshet.cli;

import dev.freshet.cli.screen.Text;
import dev.freshet.cli.swarm.ArrivalWords;
import dev.freshet.cli.swarm.Share;
import dev.freshet.cli.swarm.StayWords;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Counts;
import dev.freshet.cli.unit.PeerShare;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.api.Encryption;
import dev.freshet.core.api.Transports;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.HostPort;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Staying;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands behind one entrance: arguments in, exit code out.
final class Program {
  /// First arguments that ask for nothing of any command.
  private static final Set<String> OVERVIEWS = Set.of("", "-h", "--help", "-V", "--version");

  /// A word that is further from all commands was meant to be none of them.
  private static final int MOST_SLIPS = 2;

  private record Entry(Class<?> type, Supplier<Object> make) {}

  private final Shell shell;

  Program(Shell shell) {
    this.shell = shell;
  }

  /// Runs the command that the arguments name; returns the exit code.
  int run(String... arguments) {
    int code = executed(arguments);
    int signal = shell.interrupt().signal();
    return signal == 0 ? code : ExitCode.SIGNAL + signal;
  }

  private int executed(String... arguments) {
    try {
      return commandLine(arguments.length == 0 ? "" : arguments[0]).execute(arguments);
    } catch (OutOfMemoryError e) {
      shell.screen().clear();
      shell.message(
          "freshet: Java has not enough memory for this; set FRESHET_OPTS=-Xmx1g to give it more.");
      return ExitCode.FAILED;
    }
  }

  /// All commands with their options; also what man page and completion are made from.
  CommandLine commandLine() {
    CommandLine line = new CommandLine(new Freshet());
    commands().values().forEach(entry -> line.addSubcommand(entry.make().get()));
    return furnished(line);
  }

  /// As much of it as is needed where this is the first argument: to read the options of all
  /// commands takes longer than most of what one of them does at its start.
  private CommandLine commandLine(String first) {
    Entry named = commands().get(first);
    if (named != null) {
      return furnished(new CommandLine(new Freshet()).addSubcommand(named.make().get()));
    }
    return OVERVIEWS.contains(first) ? overview() : commandLine();
  }

  /// The commands by their names and what they are for.
  private CommandLine overview() {
    CommandLine line = new CommandLine(new Freshet());
    commands()
        .forEach((name, entry) -> {
          CommandSpec spec = CommandSpec.create().name(name);
          spec.usageMessage().description(entry.type().getAnnotation(Command.class).description());
          line.addSubcommand(name, spec);
        });
    return furnished(line);
  }

  /// What there is, by the name that is typed.
  private Map<String, Entry> commands() {
    Map<String, Entry> commands = new LinkedHashMap<>();
    commands.put("share", new Entry(ShareCommand.class, () -> new ShareCommand(shell)));
    commands.put("get", new Entry(GetCommand.class, () -> new GetCommand(shell)));
    commands.put("seed", new Entry(SeedCommand.class, () -> new SeedCommand(shell)));
    commands.put("create", new Entry(CreateCommand.class, () -> new CreateCommand(shell)));
    commands.put("show", new Entry(ShowCommand.class, () -> new ShowCommand(shell)));
    commands.put("verify", new Entry(VerifyCommand.class, () -> new VerifyCommand(shell)));
    commands.put("tracker", new Entry(TrackerCommand.class, () -> new TrackerCommand(shell)));
    commands.put("plan", new Entry(PlanCommand.class, () -> new PlanCommand(shell)));
    commands.put("lab", new Entry(LabCommand.class, () -> new LabCommand(shell)));
    commands.put("simulate", new Entry(SimulateCommand.class, () -> new SimulateCommand(shell)));
    commands.put(
        "completion", new Entry(CompletionCommand.class, () -> new CompletionCommand(this, shell)));
    commands.put("manual", new Entry(ManualCommand.class, () -> new ManualCommand(this, shell)));
    return commands;
  }

  private CommandLine furnished(CommandLine line) {
    converters(line);
    line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().version(version(line)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
    line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((problem, _) -> misused(problem));
    line.setExecutionExceptionHandler((problem, _, _) -> failed(problem));
    return line;
  }

  private static String[] version(CommandLine line) {
    return line.getCommandSpec().version();
  }

  private Ansi ansi() {
    boolean colour =
        shell.screen().live() && shell.environment().getOrDefault("NO_COLOR", "").isEmpty();
    return colour ? Ansi.AUTO : Ansi.OFF;
  }

  /// Teaches a command line the values of this program.
  static void converters(CommandLine line) {
    line.registerConverter(Path.class, Paths::parse);
    line.registerConverter(Size.class, reading(Size::parse, "a size such as 700MB or 1.5GiB"));
    line.registerConverter(Rate.class, reading(Rate::parse, "a rate such as 2MB/s or 16Mbit/s"));
    line.registerConverter(Span.class, reading(Span::parse, "a time such as 90s, 5m or 1h30m"));
    line.registerConverter(Share.class, reading(Share::parse, "a share such as 20%"));
    line.registerConverter(
        Arrivals.class,
        reading(ArrivalWords::parse, "at-once, 'every 2s', 'within 10m' or 'poisson 5s'"));
    line.registerConverter(
        Staying.class,
        reading(
            StayWords::parse,
            "forever, polite, a time such as 30s, or 'sessions 5m pause 1m crash 10%'"));
    line.registerConverter(
        Counts.class, reading(Counts::parse, "numbers of peers such as 1..16 or 1,2,4,8"));
    line.registerConverter(
        PeerShare.class,
        reading(PeerShare::parse, "COUNT:UP[:DOWN] such as 20:10MB/s or 20%:10MB/s:50MB/s"));
    line.registerConverter(
        HostPort.class, reading(HostPort::parse, "HOST:PORT such as 192.0.2.1:6881"));
    line.registerConverter(
        Endpoint.class, reading(Endpoint::parse, "ADDRESS:PORT such as 192.0.2.1:6881"));
    choice(line, Encryption.class);
    choice(line, Transports.class);
    choice(line, SwarmMode.class);
    choice(line, CompletionCommand.For.class);
    ITypeConverter<Integer> number = reading(number(Integer::valueOf), "a number such as 8");
    ITypeConverter<Long> large = reading(number(Long::valueOf), "a number such as 8");
    line.registerConverter(Integer.class, number).registerConverter(int.class, number);
    line.registerConverter(Long.class, large).registerConverter(long.class, large);
    line.registerConverter(Double.class, reading(number(Double::valueOf), "a number such as 1.5"));
  }

  private static <E extends Enum<E>> void choice(CommandLine line, Class<E> type) {
    line.registerConverter(
        type, reading(text -> Choices.parse(type, text), Choices.of(type).toString()));
  }

  private static <N extends Number> Function<String, @Nullable N> number(
      Function<String, N> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        return null;
      }
    };
  }

  private static <T> ITypeConverter<T> reading(Function<String, @Nullable T> parse, String shape) {
    return text -> {
      T value = parse.apply(text);
      if (value == null) {
        throw new TypeConversionException("'" + text + "' is not " + shape);
      }
      return value;
    };
  }

  private int misused(ParameterException problem) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    shell.message("freshet: " + sentence(said(problem)));
    shell.message("Try '" + command + " --help'.");
    return ExitCode.USAGE;
  }

  /// What is wrong, in words for whoever typed it.
  private @Nullable String said(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      return String.valueOf(problem.getMessage()).replaceFirst("^Error: ", "");
    }
    String typed = unmatched.getUnmatched().getFirst();
    String word = "'" + Text.plain(typed) + "'";
    if (problem.getCommandLine().getParent() != null) {
      return word + " is one argument too many";
    }
    return commands().keySet().stream()
        .filter(command -> slips(command, typed) <= MOST_SLIPS)
        .min(Comparator.comparingInt(command -> slips(command, typed)))
        .map(near -> "there is no command " + word + "; perhaps '" + near + "' was meant")
        .orElse("there is no command " + word);
  }

  /// How many letters one has and the other lacks, wherever they stand.
  private static int slips(String one, String other) {
    Map<Integer, Integer> more = new TreeMap<>();
    one.chars().forEach(letter -> more.merge(letter, 1, Integer::sum));
    other.chars().forEach(letter -> more.merge(letter, -1, Integer::sum));
    return more.values().stream().mapToInt(Math::abs).sum();
  }

  private int failed(Exception problem) throws Exception {
    shell.screen().clear();
    switch (problem) {
      case Failure failure -> {
        shell.message("freshet: " + failure.sentence());
        return failure.exitCode();
      }
      case InterruptedException _ -> {
        return ExitCode.FAILED;
      }
      default -> throw problem;
    }
  }

  private static String sentence(@Nullable String text) {
    String said = text == null ? "the arguments make no sense" : text;
    String line = said.lines().findFirst().orElse(said);
    return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
  }
}
