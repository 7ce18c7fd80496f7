package dev.freshet.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.protocol.metainfo.MetainfoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FetchTest {
  private static final Path SOURCE = Path.of("src/test/java/dev/freshet/example/Fetch.java");

  @Test
  void theReadmeShowsTheSourceThatIsCompiledHere() throws IOException {
    String source = Files.readString(SOURCE);
    String shown = source.substring(source.indexOf("import "));
    assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "```");
    assertThat(shown.lines().count()).isLessThan(30);
  }

  @Test
  void aLinkThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Fetch.main(new String[] {"http://example.org/", "unused"}))
        .isInstanceOf(MetainfoException.class);
  }
}
