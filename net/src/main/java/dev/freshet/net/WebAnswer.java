package dev.freshet.net;

import dev.freshet.protocol.http.HttpException;
import dev.freshet.protocol.http.ResponseHead;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a web server answered: the head, and the body for who wants it.
final class WebAnswer implements Closeable {
  private static final int FIRST_BYTES = 4 << 10;

  private final ResponseHead head;
  private final WebLine line;
  private final Consumer<WebLine> back;

  /// @param back takes the connection once the answer has been read to its end
  WebAnswer(ResponseHead head, WebLine line, Consumer<WebLine> back) {
    this.head = head;
    this.line = line;
    this.back = back;
  }

  int status() {
    return head.status();
  }

  /// The first value of this header, whose name is in lower case; null if there is none.
  @Nullable String header(String name) {
    return head.first(name);
  }

  /// Where it redirects to; null if it does not.
  @Nullable String location() {
    return switch (head.status()) {
      case 301, 302, 303, 307, 308 -> head.first("location");
      default -> null;
    };
  }

  /// How long the body is said to be; negative if that is not said.
  long length() throws IOException {
    try {
      return head.length();
    } catch (HttpException e) {
      throw new IOException(e.clause(), e);
    }
  }

  /// Reads of the body, 1 byte or more; 0 when it has ended, or there is no room.
  int read(ByteBuffer to, Patience patience) throws IOException {
    return line.read(to, patience);
  }

  /// Reads the whole body and gives up as soon as it is longer than `limit` bytes, whatever length
  /// the server claims.
  byte[] body(int limit, Patience patience) throws IOException {
    if (length() > limit) {
      throw new TooLongException(limit);
    }
    ByteBuffer body = ByteBuffer.allocate(Math.min(FIRST_BYTES, limit + 1));
    while (read(body, patience) > 0) {
      if (body.position() > limit) {
        throw new TooLongException(limit);
      }
      if (!body.hasRemaining()) {
        int room = (int) Math.min(2L * body.capacity(), limit + 1L);
        body = ByteBuffer.allocate(room).put(body.flip());
      }
    }
    return Arrays.copyOf(body.array(), body.position());
  }

  /// Ends it: what has not been read is not waited for.
  @Override
  public void close() {
    if (line.reusable()) {
      back.accept(line);
    } else {
      line.close();
    }
  }
}
