package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.cli.screen.Bar;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.screen.TorrentPage;
import dev.freshet.cli.unit.Size;
import dev.freshet.core.api.FileSelection;
import dev.freshet.engine.DataCheck;
import dev.freshet.engine.DataCheck.Damage;
import dev.freshet.engine.DataCheck.Finding;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.metainfo.FileEntry;
import dev.freshet.protocol.metainfo.Metainfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks data against a torrent.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Check data against a torrent, and list the files that are not as they should be."
            + " Exit code 0 if all is well, 1 if not.")
final class VerifyCommand implements Callable<Integer> {
  private final Shell outerShell;

  @Parameters(paramLabel = "X.torrent", description = "A .torrent file, or an http(s) link to one.")
  private String source = "";

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "The folder that the data is in; the current one by default.")
  private Path directory = Path.of("");

  @Mixin private FileOptions which = new FileOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  VerifyCommand(Shell shell) {
    this.outerShell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Shell shell = output.shell(outerShell);
    FileSelection files = which.selection();
    Metainfo metainfo = Reading.metainfo(EngineOptions.defaults(), source);
    FileOptions.require(metainfo.info(), files);
    Finding finding = check(shell, metainfo, files);
    boolean whole = finding.damaged().isEmpty();
    if (output.json()) {
      shell.result(json(metainfo, finding));
    } else {
      finding.damaged().forEach(damage -> shell.result(line(damage)));
      shell.message(summary(metainfo.info().name(), files, finding));
    }
    return whole ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Finding check(Shell shell, Metainfo metainfo, FileSelection files)
      throws Failure, InterruptedException {
    Path folder = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw Failure.of(
          "there is no folder " + folder + "; give the one that the data is in with --dir.");
    }
    try {
      return DataCheck.run(
          metainfo,
          folder,
          files,
          Hashing.threads(),
          Hashing.progress(shell, "checking " + metainfo.info().name()));
    } catch (IOException e) {
      throw Failure.of(e.getMessage() + ".");
    } catch (CancellationException e) {
      throw Failure.of("stopped before everything was checked.");
    } finally {
      shell.screen().clear();
    }
  }

  private static String line(Damage damage) {
    return path(damage.file()) + ": " + wrong(damage);
  }

  /// What is wrong with a file; where no piece is, it is its length.
  private static String wrong(Damage damage) {
    if (damage.badPieces() > 0) {
      return "%d of %s damaged or missing"
          .formatted(damage.badPieces(), Text.count(damage.pieces(), "piece"));
    }
    return damage.found() < 0
        ? "missing, though there is nothing in it"
        : Text.count(damage.found() - damage.file().length(), "byte") + " too many at its end";
  }

  private static String path(FileEntry file) {
    return Text.plain(String.join("/", file.path()));
  }

  private static String summary(String name, FileSelection files, Finding finding) {
    String size = Size.text(finding.size());
    String what = files.isAll() ? size : size + " of the selected files";
    return Text.plain(name) + ": " + verdict(what, finding);
  }

  private static String verdict(String what, Finding finding) {
    if (finding.verifiedBytes() < finding.size()) {
      return Bar.percent(finding.verifiedBytes(), finding.size())
          + " of "
          + what
          + " verified; freshet get fetches the rest";
    }
    int unlike = finding.damaged().size();
    return "all "
        + what
        + " verified"
        + (unlike == 0 ? "" : ", but " + Text.count(unlike, "file") + " missing or too long");
  }

  private static Json json(Metainfo metainfo, Finding finding) {
    return TorrentPage.hashes(metainfo.info().hashes())
        .put("name", metainfo.info().name())
        .put("size", metainfo.info().contentLength())
        .put("checked", finding.size())
        .put("verified", finding.verifiedBytes())
        .put("complete", finding.damaged().isEmpty())
        .put(
            "damaged",
            finding.damaged().stream()
                .map(damage ->
                    new Json()
                        .put("path", damage.file().path())
                        .put("bad_pieces", damage.badPieces())
                        .put("pieces", damage.pieces())
                        .put("size", damage.file().length())
                        .put("found", damage.found() < 0 ? null : damage.found()))
                .toList());
  }
}
