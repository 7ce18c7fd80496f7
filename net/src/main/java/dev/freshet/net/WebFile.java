package dev.freshet.net;

import dev.freshet.protocol.http.HeaderField;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A small file of a web server, for who has no [NetLoop] yet.
///
/// @param status what the server said of it
/// @param body what it sent
public record WebFile(int status, byte[] body) {
  /// Fetches it, and waits until that is done. Redirects are followed as for everything else.
  ///
  /// @param url one that somebody here has named
  /// @param accept which types of files are wanted
  /// @param limit most bytes
  /// @throws TooLongException if it has more
  /// @throws IOException if it cannot be fetched; [java.net.UnknownHostException],
  ///   [java.net.ConnectException] and [java.net.SocketTimeoutException] say why
  /// @throws IllegalArgumentException if the URL is none that can be fetched
  public static WebFile fetch(
      NetOptions options, URI url, String accept, int limit, long timeoutNanos)
      throws IOException, InterruptedException {
    FutureTask<WebFile> task =
        new FutureTask<>(() -> fetch(options, url, accept, limit, Patience.of(timeoutNanos)));
    // an interrupt ends what a virtual thread does on a socket, and no other's
    Thread.ofVirtual().name("freshet-web-file").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException known -> throw known;
        case IllegalArgumentException known -> throw known;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      task.cancel(true);
    }
  }

  private static WebFile fetch(
      NetOptions options, URI url, String accept, int limit, Patience patience)
      throws IOException, InterruptedException {
    try (NameLookup names = new NameLookup(_ -> {});
        Web web = new Web(options, Reach.USUAL, names);
        WebAnswer answer =
            web.get(
                url, Web.Manners.TRUSTING, List.of(new HeaderField("accept", accept)), patience)) {
      boolean wanted = answer.status() == 200;
      return new WebFile(answer.status(), wanted ? answer.body(limit, patience) : new byte[0]);
    }
  }

  /// Why it failed, as one clause.
  public static String clause(IOException failure) {
    return Reason.of(failure);
  }
}
