package dev.freshet.protocol.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one response to a GET or POST, bytes in as they come, the body out as it is wanted.
///
/// # Theory of operation
///
/// Everything but the body is lines, whose number and length are limited; a server gets no memory
/// beyond [#MAX_HEAD] bytes. The body ends after as many bytes as its head says, with the last
/// chunk, or with the connection where neither is said (RFC 9112, 6.3). Where a head says both, the
/// chunks count, and nothing more is asked on that connection: two programs that read such a head
/// in different ways are how requests are smuggled.
public final class ResponseReader {
  /// Most bytes of all heads and trailers of one response.
  public static final int MAX_HEAD = 32 << 10;

  private static final int MAX_FIELDS = 128;
  private static final int MAX_INTERIM = 8;

  /// Most characters in the line of a chunk's size: 16 digits and what few servers add.
  private static final int MAX_CHUNK_LINE = 128;

  private static final int MAX_CHUNK_DIGITS = 15;

  private enum Stage {
    /// Lines up to an empty one. Leaves to any of the bodies, or to the end.
    HEAD,
    /// A body of a length said. Leaves to the end.
    MEASURED,
    /// The size of a chunk. Leaves to its bytes, or to the trailer.
    CHUNK_SIZE,
    /// The bytes of a chunk. Leaves to the line end behind them.
    CHUNK,
    /// The line end behind a chunk. Leaves to the next size.
    CHUNK_END,
    /// Fields behind the body, which are not kept. Leaves to the end.
    TRAILER,
    /// A body that ends with the connection.
    UNTIL_CLOSE,
    ENDED
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private Stage stage = Stage.HEAD;
  private int headBytes;
  private int interim;
  private long left;
  private boolean keepsAlive;
  private @Nullable ResponseHead head;

  /// For one response.
  public ResponseReader() {}

  /// The head, once all of it is there.
  public @Nullable ResponseHead head() {
    return head;
  }

  /// Whether the response has been read to its end.
  public boolean ended() {
    return stage == Stage.ENDED;
  }

  /// Whether more may be asked on the same connection, once this has ended.
  public boolean keepsAlive() {
    return keepsAlive;
  }

  /// Takes bytes from `in` and puts those of the body into `out`. Goes on until there are no more,
  /// there is no room, the head has become known or the response has ended.
  public void read(ByteBuffer in, ByteBuffer out) throws HttpException {
    boolean headed = head != null;
    while (stage != Stage.ENDED && in.hasRemaining() && headed == (head != null)) {
      switch (stage) {
        case HEAD -> heading(in);
        case MEASURED, CHUNK -> {
          if (!out.hasRemaining()) {
            return;
          }
          left -= move(in, out, left);
          if (left == 0) {
            stage = stage == Stage.CHUNK ? Stage.CHUNK_END : Stage.ENDED;
          }
        }
        case UNTIL_CLOSE -> {
          if (!out.hasRemaining()) {
            return;
          }
          move(in, out, Long.MAX_VALUE);
        }
        case CHUNK_SIZE -> chunkSize(in);
        case CHUNK_END -> {
          String end = line(in, MAX_CHUNK_LINE);
          if (end != null && !end.isEmpty()) {
            throw new HttpException("a chunk longer than it says");
          }
          stage = end == null ? stage : Stage.CHUNK_SIZE;
        }
        case TRAILER -> {
          String field = line(in, MAX_HEAD);
          stage = field == null || !field.isEmpty() ? stage : Stage.ENDED;
        }
        case ENDED -> throw new IllegalStateException("read after the end");
      }
    }
  }

  /// The connection has ended.
  ///
  /// @throws HttpException if the response has not
  public void closed() throws HttpException {
    if (stage != Stage.UNTIL_CLOSE && stage != Stage.ENDED) {
      throw new HttpException(
          stage == Stage.HEAD && headBytes == 0
              ? "closed without an answer"
              : "closed in the middle of an answer");
    }
    stage = Stage.ENDED;
    keepsAlive = false;
  }

  private void heading(ByteBuffer in) throws HttpException {
    String next = line(in, MAX_HEAD);
    if (next == null) {
      return;
    }
    if (!next.isEmpty()) {
      if (lines.size() > MAX_FIELDS) {
        throw new HttpException("too many headers");
      }
      lines.add(next);
      return;
    }
    ResponseHead read = ResponseHead.of(lines);
    lines.clear();
    if (read.status() < 200) {
      if (read.status() == 101 || ++interim > MAX_INTERIM) {
        throw new HttpException("HTTP status " + read.status());
      }
      return;
    }
    begin(read);
  }

  private void begin(ResponseHead read) throws HttpException {
    boolean chunked = read.chunked();
    long length = read.length();
    keepsAlive = read.keepsAlive() && !(chunked && length != ResponseHead.UNKNOWN);
    if (read.bodiless()) {
      stage = Stage.ENDED;
    } else if (chunked) {
      stage = Stage.CHUNK_SIZE;
    } else if (length == ResponseHead.UNKNOWN) {
      stage = Stage.UNTIL_CLOSE;
    } else {
      left = length;
      stage = length == 0 ? Stage.ENDED : Stage.MEASURED;
    }
    head = read;
  }

  private void chunkSize(ByteBuffer in) throws HttpException {
    String text = line(in, MAX_CHUNK_LINE);
    if (text == null) {
      return;
    }
    int semicolon = text.indexOf(';');
    String size = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    left = hex(size);
    stage = left == 0 ? Stage.TRAILER : Stage.CHUNK;
  }

  /// Digits one by one: chunks may be of one byte, and as many as there are bytes.
  private static long hex(String digits) throws HttpException {
    long number = 0;
    boolean fits = !digits.isEmpty() && digits.length() <= MAX_CHUNK_DIGITS;
    for (int i = 0; fits && i < digits.length(); i++) {
      fits = HexFormat.isHexDigit(digits.charAt(i));
      number = fits ? number << 4 | HexFormat.fromHexDigit(digits.charAt(i)) : 0;
    }
    if (!fits) {
      throw new HttpException("a chunk without a size");
    }
    return number;
  }

  /// The next line without its end; null while it is not all there.
  private @Nullable String line(ByteBuffer in, int most) throws HttpException {
    while (in.hasRemaining()) {
      byte next = in.get();
      boolean ofHead = stage == Stage.HEAD || stage == Stage.TRAILER;
      if (line.size() > most || (ofHead && ++headBytes > MAX_HEAD)) {
        throw new HttpException("a header without end");
      }
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(next);
    }
    return null;
  }

  private static long move(ByteBuffer in, ByteBuffer out, long most) {
    int count = (int) Math.min(most, Math.min(in.remaining(), out.remaining()));
    out.put(out.position(), in, in.position(), count);
    out.position(out.position() + count);
    in.position(in.position() + count);
    return count;
  }
}
