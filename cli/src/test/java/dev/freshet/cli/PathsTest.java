package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathsTest {
  @TempDir private Path folder;
  private Path real = Path.of("");

  @BeforeEach
  void link() throws IOException {
    Files.createDirectories(folder.resolve("real/sub"));
    real = folder.resolve("real").toRealPath();
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real/sub"));
  }

  @Test
  void aboveALinkIsAboveWhatItLeadsTo() {
    assertThat(Paths.parse(folder + "/link/..").normalize()).isEqualTo(real);
    assertThat(Paths.parse(folder + "/link/../x").normalize()).isEqualTo(real.resolve("x"));
    assertThat(Paths.parse(folder + "/link/../../link/../sub").normalize())
        .isEqualTo(real.resolve("sub"));
  }

  @Test
  void allOtherPathsStayAsTheyAreTyped() {
    for (String text :
        new String[] {"", "x", "../x", "x/../y", folder + "/link", folder + "/link/x", "/", ".."}) {
      assertThat(Paths.parse(text)).isEqualTo(Path.of(text));
    }
  }

  @Test
  void aLinkThatLeadsNowhereStaysToo() throws IOException {
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
    assertThat(Paths.parse(dangling + "/..")).isEqualTo(dangling.resolve(".."));
  }
}
