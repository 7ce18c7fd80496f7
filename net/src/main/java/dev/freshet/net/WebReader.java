package dev.freshet.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Ranges of files on web servers, for who has no [NetLoop] and waits for each. To be used on a
/// virtual thread, whose interruption ends what it waits for.
public final class WebReader implements Closeable {
  private final NameLookup names = new NameLookup(_ -> {});
  private final Web web;

  /// Asks nobody yet.
  public WebReader(NetOptions options) {
    web = new Web(options, Reach.USUAL, names);
  }

  /// Asks for the bytes from `first` to `last`, and waits for the head of the answer, which may be
  /// anything. Redirects are followed as for everything else.
  ///
  /// @param url one that somebody here has named
  /// @throws IOException if nobody answers; [WebFile#clause] says why
  /// @throws IllegalArgumentException if the URL is none that can be fetched
  public Answer ask(URI url, long first, long last, long timeoutNanos)
      throws IOException, InterruptedException {
    Patience patience = Patience.of(timeoutNanos);
    return new Answer(web.range(url, first, last, Web.Manners.TRUSTING, patience));
  }

  @Override
  public void close() {
    web.close();
    names.close();
  }

  /// What a server answered.
  public static final class Answer implements Closeable {
    private final WebAnswer answer;

    private Answer(WebAnswer answer) {
      this.answer = answer;
    }

    /// The status of HTTP.
    public int status() {
      return answer.status();
    }

    /// The first value of this header, whose name is in lower case; null if there is none.
    public @Nullable String header(String name) {
      return answer.header(name);
    }

    /// Waits for bytes of the body: 1 or more; 0 when it has ended, or there is no room.
    public int read(ByteBuffer to, long timeoutNanos) throws IOException {
      return answer.read(to, Patience.of(timeoutNanos));
    }

    /// Ends it: what has not been read is not waited for.
    @Override
    public void close() {
      answer.close();
    }
  }
}
