package dev.freshet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Standard output, which knows whether all that was written to it has arrived: a `PrintStream`
/// keeps that to itself.
final class Outlet extends OutputStream {
  private final OutputStream out;
  private final boolean pipe;
  private @Nullable IOException refused;

  /// @param pipe whether somebody reads at the other end, and may have had enough
  Outlet(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /// The one of this process.
  static Outlet standard() {
    return new Outlet(new FileOutputStream(FileDescriptor.out), isPipe());
  }

  private static boolean isPipe() {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return file.startsWith("pipe:") || file.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      // of another system it is known by what it says when it refuses
      return false;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      refused = refused == null ? e : refused;
      throw e;
    }
  }

  /// Why something that was written did not arrive, in one sentence; null if all did, or if the
  /// reader closed the pipe, as `head` does.
  synchronized @Nullable String trouble() {
    if (refused == null || pipe) {
      return null;
    }
    String reason = String.valueOf(refused.getMessage());
    return reason.contains("roken pipe")
        ? null
        : "standard output cannot be written: " + reason + "; make room, or write elsewhere.";
  }
}
