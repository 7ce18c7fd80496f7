package dev.freshet.cli;

import dev.freshet.cli.lab.Finding;
import dev.freshet.cli.lab.LabPage;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.Distribution;
import dev.freshet.engine.TorrentRecipe;
import dev.freshet.lab.Sha256;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  private final Shell outerShell;

  @Parameters(paramLabel = "FILE", description = "The file that the origin has.")
  private Path file = Path.of("");

  @Mixin private LinkOptions links = new LinkOptions();

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

  @Mixin private PictureOptions pictures = new PictureOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  LabCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    pictures.check();
    long size = size();
    List<Distribution> all = links.distributions(size);
    LabReport report = new LabReport(shell, output.json());
    Metainfo metainfo = Hashing.make(shell, file, recipe(size));
    report.begin(all);
    try (Scratch scratch = Scratch.in(directory, all.getLast().peers() * size)) {
      shell.interrupt().atTheLatest(scratch::drop);
      Experiment experiment = new Experiment(shell, scratch, file, metainfo, hash(), timeout);
      for (Distribution each : all) {
        Finding finding = experiment.run(each);
        if (finding == null) {
          shell.message("stopped; a run that is not finished is no measurement.");
          return ExitCode.FAILED;
        }
        report.add(finding);
      }
    }
    List<Finding> findings = report.end();
    pictures.write(
        shell, LabPage.overPeers(findings), () -> LabPage.page(findings, TypedCommand.of(spec)));
    return ExitCode.DONE;
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

  private TorrentRecipe recipe(long size) throws Failure {
    return TorrentRecipe.defaults().withPieceLength(links.pieceBytes(size));
  }
}
