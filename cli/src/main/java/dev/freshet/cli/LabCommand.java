package dev.freshet.cli;

import dev.freshet.cli.lab.Finding;
import dev.freshet.cli.unit.Counts;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.BoundException;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.PeerClass;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.lab.Sha256;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures client-server against peer-to-peer on this machine.
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure on this machine how long one origin takes to get a file to many peers: first by HTTP,"
          + " each fetching all of it from the origin, then peer to peer with the engine of"
          + " 'freshet get'; all over links of the same rates, next to the times that cannot be"
          + " beaten.",
      "",
      "Rates count payload, the bytes of the file, both in the runs and in the bounds."
    })
final class LabCommand implements Callable<Integer> {
  /// Real engines in one process; for more there is the simulator.
  private static final int MAX_PEERS = 64;

  private static final int USUAL_PEERS = 8;
  private static final long USUAL_SECONDS = 60;
  private static final long SLOWEST = 100_000;

  private final Shell outerShell;

  @Parameters(paramLabel = "FILE", description = "The file that the origin has.")
  private Path file = Path.of("");

  @Option(
      names = {"-n", "--peers"},
      paramLabel = "N",
      description = "How many peers fetch it; 8 by default.")
  private @Nullable Integer peers;

  @Option(
      names = "--sweep",
      paramLabel = "LIST",
      description = "Do it for each of these numbers of peers, such as 1..16 or 1,2,4,8,16.")
  private @Nullable Counts sweep;

  @Option(
      names = "--origin-up",
      paramLabel = "RATE",
      description = "How fast the origin sends; by default so that the slower way takes a minute.")
  private @Nullable Rate originUp;

  @Option(
      names = "--up",
      paramLabel = "RATE",
      description = "How fast each peer sends; as fast as the origin by default.")
  private @Nullable Rate up;

  @Option(
      names = "--down",
      paramLabel = "RATE",
      description = "How fast each peer receives; 0, the default, for no limit.")
  private Rate down = new Rate(0);

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      description = "Bytes a piece, a power of two from 16KiB; chosen by the size by default.")
  private @Nullable Size pieceSize;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "Where the copies go and are deleted again; the temporary folder by default.")
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "End with exit code 3 if it is not done in this time.")
  private @Nullable Span timeout;

  @Mixin private OutputOptions output = new OutputOptions();

  LabCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    List<Integer> numbers = numbers();
    long size = size();
    Metainfo metainfo = Hashing.make(shell, file, recipe());
    List<Distribution> all = distributions(numbers, size, metainfo);
    LabReport report = new LabReport(shell, output.json());
    report.begin(all);
    try (Scratch scratch = Scratch.in(directory, numbers.getLast() * size)) {
      Experiment experiment = new Experiment(shell, scratch, file, metainfo, hash(), timeout);
      for (Distribution each : all) {
        Finding finding = experiment.run(each);
        if (finding == null) {
          return ExitCode.FAILED;
        }
        report.add(finding);
      }
    }
    report.end();
    return ExitCode.DONE;
  }

  private List<Integer> numbers() throws Failure {
    if (peers != null && sweep != null) {
      throw Failure.usage("--peers and --sweep exclude each other; give one of them.");
    }
    List<Integer> numbers =
        sweep != null ? sweep.numbers() : List.of(peers == null ? USUAL_PEERS : peers);
    if (numbers.getFirst() < 1 || numbers.getLast() > MAX_PEERS) {
      throw Failure.usage(
          "lab runs 1 to " + MAX_PEERS + " peers on this machine; 'freshet simulate' runs more.");
    }
    return numbers;
  }

  private long size() throws Failure {
    try {
      if (!Files.isRegularFile(file)) {
        throw Failure.of(file + " is not a file; give one to hand out.");
      }
      long size = Files.size(file);
      if (size == 0) {
        throw Failure.of(file + " is empty; give a file with something in it.");
      }
      return size;
    } catch (IOException e) {
      throw Failure.of(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private byte[] hash() throws Failure {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw Failure.of(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private TorrentRecipe recipe() throws Failure {
    return TorrentRecipe.defaults().withPieceLength(CreateOptions.pieceLength(pieceSize));
  }

  private List<Distribution> distributions(List<Integer> numbers, long size, Metainfo metainfo)
      throws Failure {
    if (up != null && up.bytesPerSecond() == 0) {
      throw Failure.usage("peers that send nothing do not help each other; give --up above zero.");
    }
    long origin = originUp != null ? originUp.bytesPerSecond() : usualRate(size, numbers);
    long each = up != null ? up.bytesPerSecond() : origin;
    try {
      List<Distribution> all = new ArrayList<>();
      for (int number : numbers) {
        PeerClass alike = new PeerClass(number, each, down.bytesPerSecond());
        all.add(
            Distribution.of(
                size, metainfo.info().geometry().pieceLength(), origin, List.of(alike)));
      }
      return all;
    } catch (BoundException e) {
      throw Failure.usage(e.clause() + "; give rates above zero.");
    }
  }

  /// So that client-server takes a minute for the most peers, but not more than this machine moves
  /// with ease.
  private static long usualRate(long size, List<Integer> numbers) {
    long most = numbers.getLast();
    long easy = LabReport.easyBytesPerSecond() / (most + 1);
    return Math.clamp(size * most / USUAL_SECONDS, Math.min(SLOWEST, easy), easy);
  }
}
