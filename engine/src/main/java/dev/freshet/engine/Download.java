package dev.freshet.engine;

import dev.freshet.net.TooLongException;
import dev.freshet.net.WebFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/// Fetches a small file, such as a .torrent file, as an engine with the same options speaks to
/// trackers: from the addresses that it is bound to, and with the same care about redirects. No
/// engine need be open.
public final class Download {
  private static final int OK = 200;

  private Download() {}

  /// Fetches it, and waits until that is done.
  ///
  /// @param url an `http` or `https` URL
  /// @param accept which types of files are wanted, as in the header `Accept`
  /// @param limit most bytes, up to 1 GiB
  /// @param patience how long it may take in all, however slowly the server sends
  /// @throws FetchException if it cannot be fetched
  public static byte[] of(
      EngineOptions options, String url, String accept, int limit, Duration patience)
      throws FetchException, InterruptedException {
    try {
      WebFile file =
          WebFile.fetch(
              Engine.netOptions(options), URI.create(url), accept, limit, patience.toNanos());
      if (file.status() != OK) {
        throw new FetchException(FetchException.Code.STATUS, "status " + file.status());
      }
      return file.body();
    } catch (IllegalArgumentException e) {
      throw new FetchException(FetchException.Code.URL, "not a usable URL");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// What became of a request, in the words of who embeds us.
  static FetchException failed(IOException failure) {
    return new FetchException(code(failure), WebFile.clause(failure));
  }

  private static FetchException.Code code(IOException failure) {
    return switch (failure) {
      case UnknownHostException _ -> FetchException.Code.HOST;
      case ConnectException _ -> FetchException.Code.REFUSED;
      case SocketTimeoutException _ -> FetchException.Code.TIME;
      case TooLongException _ -> FetchException.Code.SIZE;
      default -> FetchException.Code.OTHER;
    };
  }
}
