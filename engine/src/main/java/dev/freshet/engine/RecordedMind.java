package dev.freshet.engine;

import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.node.NodeOptions;
import dev.freshet.core.replay.Recorder;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A node whose inputs are written down from the first on, so that `tools/replay` can step it
/// again: all of them into the file that was asked for, up to [#MOST_FILED]; else in memory, up to
/// [#MOST_KEPT], for the case that it fails before they are more. A node's state cannot be written
/// down, so what begins later than the node is of no use, and is given up as a whole.
final class RecordedMind implements Mind {
  /// Bytes of a recording that is kept unasked; a node at rest fills it in an hour, a fast download
  /// at once.
  static final int MOST_KEPT = 256 << 10;

  /// Bytes of a recording that was asked for.
  static final long MOST_FILED = 1L << 30;

  private final Mind mind;
  private final Path stateDirectory;
  private final @Nullable Path file;
  private final long most;
  private @Nullable Recorder recorder;
  private OutputStream out;
  private long written;

  /// @param asked the file to write to; null to keep the beginning in memory
  /// @throws IOException if that file cannot be made
  RecordedMind(Mind mind, NodeOptions node, long seed, Path stateDirectory, @Nullable Path asked)
      throws IOException {
    this.mind = mind;
    this.stateDirectory = stateDirectory;
    file = asked;
    most = asked == null ? MOST_KEPT : MOST_FILED;
    out =
        asked == null
            ? new ByteArrayOutputStream()
            : new BufferedOutputStream(Files.newOutputStream(asked), 1 << 16);
    recorder = new Recorder(node, seed, this::write);
  }

  private void write(byte[] bytes) {
    written += bytes.length;
    if (written > most) {
      return;
    }
    try {
      out.write(bytes);
    } catch (IOException e) {
      System.getLogger(RecordedMind.class.getName())
          .log(System.Logger.Level.WARNING, "nothing more is recorded", e);
      written = Long.MAX_VALUE / 2;
    }
  }

  @Override
  public long step(long nowNanos, Input input, Outbox outbox) {
    Recorder recording = recorder;
    if (recording == null) {
      return mind.step(nowNanos, input, outbox);
    }
    recording.heard(nowNanos, input);
    long deadline = mind.step(nowNanos, input, outbox);
    recording.said(deadline, outbox);
    if (written > most) {
      recorder = null;
      close();
    }
    return deadline;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      System.getLogger(RecordedMind.class.getName())
          .log(System.Logger.Level.WARNING, "the recording lacks its end", e);
    }
    out = OutputStream.nullOutputStream();
  }

  @Override
  public String lastWords() {
    if (file != null) {
      close();
      return "; tools/replay " + file + " plays it again";
    }
    if (written > most || !(out instanceof ByteArrayOutputStream kept)) {
      return "; its inputs were too many to be kept, give --record FILE to have them all";
    }
    try {
      Files.createDirectories(stateDirectory);
      Path saved = Files.createTempFile(stateDirectory, "fault-", ".recording");
      Files.write(saved, kept.toByteArray());
      return "; tools/replay " + saved + " plays it again";
    } catch (IOException e) {
      return "; its inputs could not be saved: " + e;
    }
  }
}
