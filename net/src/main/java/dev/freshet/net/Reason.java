package dev.freshet.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why the network said no, as one clause for people.
final class Reason {
  private Reason() {}

  /// The clause for this failure, found in it or in what caused it.
  static String of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String clause = clause(t);
      if (clause != null) {
        return clause;
      }
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  private static @Nullable String clause(Throwable t) {
    return switch (t) {
      case ProxyTrouble known -> known.getMessage();
      case UnresolvedAddressException _, UnknownHostException _ -> "no such host";
      case NoRouteToHostException _ -> "no route to host";
      case SocketTimeoutException _ -> "timed out";
      case EOFException _ -> "closed without an answer";
      case IOException e -> spoken(e.getMessage());
      default -> null;
    };
  }

  private static @Nullable String spoken(@Nullable String message) {
    if (message == null) {
      return null;
    }
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("refused")) {
      return "connection refused";
    }
    if (words.contains("reset") || words.contains("broken pipe")) {
      return "connection reset";
    }
    if (words.contains("timed out")) {
      return "timed out";
    }
    if (words.contains("unreachable")) {
      return "network unreachable";
    }
    if (words.contains("too many open files")) {
      return "too many open files";
    }
    if (words.contains("certificate") || words.contains("pkix")) {
      return "certificate not trusted";
    }
    return words.contains("no bytes") ? "closed without an answer" : null;
  }
}
