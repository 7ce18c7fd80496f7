package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OutletTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  /// A place that takes nothing.
  private record Full(String reason) {
    Outlet outlet(boolean pipe) {
      return new Outlet(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException(reason);
            }
          },
          pipe);
    }
  }

  @Test
  void resultsThatAreLostAreAFailure() {
    assertThat(code(ExitCode.DONE, new Full("No space left on device").outlet(false))).isEqualTo(1);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "freshet: standard output cannot be written: No space left on device; make room, or write elsewhere.\n");
    assertThat(code(ExitCode.LATE, new Full("No space left on device").outlet(false))).isEqualTo(3);
  }

  @Test
  void aReaderThatHasHadEnoughIsNone() {
    assertThat(code(ExitCode.DONE, new Full("Broken pipe").outlet(false))).isZero();
    assertThat(code(ExitCode.DONE, new Full("in words of another language").outlet(true))).isZero();
    assertThat(told.size()).isZero();
  }

  @Test
  void whatArrivesIsTheSame() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(code(ExitCode.DONE, new Outlet(file, false))).isZero();
    assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("a result\n");
    assertThat(told.size()).isZero();
  }

  private int code(int code, Outlet outlet) {
    PrintStream out = new PrintStream(outlet, true, StandardCharsets.UTF_8);
    out.print("a result\n");
    return Main.arrived(code, outlet, new PrintStream(told, true, StandardCharsets.UTF_8));
  }
}
