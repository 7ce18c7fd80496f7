package dev.freshet.cli;

import dev.freshet.cli.chart.Figure;
import dev.freshet.cli.chart.Page;
import dev.freshet.cli.chart.Svg;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where pictures go: what `plan`, `simulate` and `lab` share.
final class PictureOptions {
  @Option(
      names = "--page",
      paramLabel = "FILE.html",
      description = "Write a page with tables and pictures, which opens offline.")
  private @Nullable Path page;

  @Option(names = "--svg", paramLabel = "FILE.svg", description = "Write the picture alone.")
  private @Nullable Path svg;

  /// Before the work, so that none is lost.
  void check() throws Failure {
    if (page != null) {
      page(page).checkWritable();
    }
    if (svg != null) {
      svg(svg).checkWritable();
    }
  }

  /// Writes what was asked for, and says so.
  void write(Shell shell, Figure figure, Supplier<Page> whole) throws Failure {
    if (page != null) {
      page(page).write(whole.get().toString());
      shell.message("wrote " + page);
    }
    if (svg != null) {
      svg(svg).write(Svg.of(figure));
      shell.message("wrote " + svg);
    }
  }

  private static NewFile page(Path path) {
    return new NewFile(path, "page", "--page");
  }

  private static NewFile svg(Path path) {
    return new NewFile(path, "picture", "--svg");
  }
}
