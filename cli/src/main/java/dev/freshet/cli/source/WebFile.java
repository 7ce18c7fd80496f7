package dev.freshet.cli.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A small file behind an http(s) link.
final class WebFile {
  private static final int OK = 200;

  private WebFile() {}

  /// Its bytes, of which there may be at most `maxBytes`, within `patience` in all: a server that
  /// drips gets no more time than one that hangs.
  static byte[] fetch(URI link, int maxBytes, Duration patience)
      throws SourceException, InterruptedException {
    FutureTask<byte[]> task = new FutureTask<>(() -> fetch(link, maxBytes));
    Thread.ofVirtual().start(task);
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new SourceException(link + " does not answer in time; try again later.");
    } catch (ExecutionException e) {
      throw sentence(link, e.getCause());
    }
  }

  private static byte[] fetch(URI link, int maxBytes)
      throws IOException, InterruptedException, SourceException {
    HttpRequest request =
        HttpRequest.newBuilder(link).header("Accept", "application/x-bittorrent, */*").build();
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new SourceException(
              link + " answers with status " + response.statusCode() + "; check the link.");
        }
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
          throw new SourceException(link + " is too large for a .torrent file; check the link.");
        }
        return bytes;
      } finally {
        client.shutdownNow();
      }
    }
  }

  private static SourceException sentence(URI link, @Nullable Throwable cause) {
    return switch (cause) {
      case null -> new SourceException(link + " cannot be fetched; try again.");
      case SourceException known -> known;
      case HttpConnectTimeoutException _ ->
          new SourceException(link + " does not answer; try again later.");
      case ConnectException e when isUnresolved(e) ->
          new SourceException("the host " + link.getHost() + " is not known; check the link.");
      case ConnectException _ ->
          new SourceException(
              "nobody answers at " + link.getAuthority() + "; check that it is running.");
      default ->
          new SourceException(link + " cannot be fetched: " + cause.getMessage() + "; try again.");
    };
  }

  private static boolean isUnresolved(@Nullable Throwable problem) {
    return problem instanceof UnresolvedAddressException
        || (problem != null && isUnresolved(problem.getCause()));
  }
}
