package dev.freshet.net;

import dev.freshet.protocol.http.HeaderField;
import dev.freshet.protocol.http.HttpRequest;
import dev.freshet.protocol.http.ResponseHead;
import dev.freshet.protocol.proxy.HttpTunnel;
import dev.freshet.protocol.proxy.Proxy;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Web servers, asked over HTTP/1.1 and TLS by threads that wait. Redirects lead where [Reach] lets
/// them. Certificates are checked, always. Connections are kept for a while for the next request.
///
/// Why not the JDK's client: it looks a name up again after we have judged where it leads, binds to
/// one address whatever the server's family, and knows no SOCKS.
final class Web implements Closeable {
  private static final int MAX_REDIRECTS = 5;
  private static final byte[] NOTHING = {};

  private final Dialler dialler;
  private final HeaderField agent;

  /// A proxy that asks in our place whatever is not secret; null if there is none.
  private final @Nullable Proxy asker;

  private final IdleLines idle = new IdleLines();

  Web(NetOptions options, Reach reach, Dialler.Names names) {
    dialler = new Dialler(options, reach, names);
    Proxy through = options.proxy();
    asker = through != null && through.kind() == Proxy.Kind.HTTP ? through : null;
    agent = new HeaderField("user-agent", options.userAgent());
  }

  /// What may be asked of the server that a request begins at.
  ///
  /// @param query whether one of the local network may be asked with a query
  record Manners(boolean query) {
    /// For URLs that somebody here has named, or that have to have a query.
    static final Manners TRUSTING = new Manners(true);

    /// For URLs of strangers.
    static final Manners WARY = new Manners(false);
  }

  /// Where a request goes.
  private record Origin(boolean secure, String host, int port) {
    static Origin of(URI url) {
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean secure = scheme.equals("https");
      String host = url.getHost();
      if (host == null || (!secure && !scheme.equals("http"))) {
        throw new IllegalArgumentException(url.toString());
      }
      int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
      if (port == 0 || port > 0xffff) {
        throw new IllegalArgumentException(url.toString());
      }
      return new Origin(secure, host, port);
    }

    /// As it stands in the header `Host`.
    String authority() {
      return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /// The host without the brackets of an IPv6 address.
    String name() {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
  }

  /// Fetches, and follows where it is redirected; all within `patience`.
  ///
  /// @throws IllegalArgumentException if the URL is none that can be fetched
  WebAnswer get(URI url, Manners manners, List<HeaderField> fields, Patience patience)
      throws IOException, InterruptedException {
    URI at = url;
    boolean[] began = new boolean[1];
    WebAnswer answer =
        ask(
            "GET",
            at,
            fields,
            NOTHING,
            open -> {
              Reach.begin(url, open || manners.query);
              began[0] = open;
            },
            patience);
    for (int redirects = 1; answer.location() != null; redirects++) {
      URI from = at;
      URI to;
      try (WebAnswer gone = answer) {
        to = from.resolve(String.valueOf(gone.location()));
      }
      if (redirects > MAX_REDIRECTS) {
        throw new Reach.Forbidden("redirected more than " + MAX_REDIRECTS + " times");
      }
      Reach.redirect(from, to);
      Dialler.Gate gate = open -> Reach.redirect(began[0], open);
      answer = ask("GET", to, fields, NOTHING, gate, patience);
      at = to;
    }
    return answer;
  }

  /// Fetches the bytes from `first` to `last`, as they are, in the same way.
  WebAnswer range(URI url, long first, long last, Manners manners, Patience patience)
      throws IOException, InterruptedException {
    List<HeaderField> fields =
        List.of(
            new HeaderField("range", "bytes=" + first + "-" + last),
            new HeaderField("accept-encoding", "identity"));
    return get(url, manners, fields, patience);
  }

  /// Asks once, wherever that leads; a GET if there is no body.
  WebAnswer call(URI url, List<HeaderField> fields, byte[] body, Patience patience)
      throws IOException, InterruptedException {
    List<HeaderField> all = new ArrayList<>(fields);
    all.add(new HeaderField("connection", "close"));
    return ask(body.length == 0 ? "GET" : "POST", url, all, body, _ -> {}, patience);
  }

  private WebAnswer ask(
      String method,
      URI url,
      List<HeaderField> fields,
      byte[] body,
      Dialler.Gate gate,
      Patience patience)
      throws IOException, InterruptedException {
    Origin origin = Origin.of(url);
    List<HeaderField> all = new ArrayList<>(fields);
    all.addFirst(agent);
    Proxy through = asker(origin);
    Proxy.Login login = through == null ? null : through.login();
    if (login != null) {
      all.add(new HeaderField("proxy-authorization", login.basic()));
    }
    String target = (through == null ? "" : "http://" + origin.authority()) + target(url);
    byte[] request = new HttpRequest(method, target, origin.authority(), all, body).encode();
    WebLine kept = body.length == 0 ? idle.take(origin.toString()) : null;
    if (kept != null) {
      try {
        return answer(origin, kept, request, gate, patience);
      } catch (Reach.Forbidden e) {
        throw e;
      } catch (IOException e) {
        // the server may have hung up on it meanwhile
        if (patience.leftNanos() <= 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
    return answer(origin, line(origin, gate, patience), request, gate, patience);
  }

  private WebAnswer answer(
      Origin origin, WebLine line, byte[] request, Dialler.Gate gate, Patience patience)
      throws IOException {
    try {
      gate.pass(line.open());
      ResponseHead head = line.ask(request, patience);
      Proxy through = asker(origin);
      if (head.status() == 407 && through != null) {
        throw ProxyTrouble.of(through, HttpTunnel.noLogin(through.login()));
      }
      return new WebAnswer(head, line, free -> idle.put(origin.toString(), free));
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /// The proxy that asks there in our place; null if we do, if need be through one.
  private @Nullable Proxy asker(Origin origin) {
    return origin.secure ? null : asker;
  }

  private WebLine line(Origin origin, Dialler.Gate gate, Patience patience)
      throws IOException, InterruptedException {
    Proxy through = asker(origin);
    Dialler.Dialled to =
        through != null
            ? dialler.dialProxy(through, origin.name(), gate, patience)
            : dialler.dial(origin.name(), origin.port, gate, patience);
    WebLine line = null;
    try {
      line =
          origin.secure
              ? WebLine.secure(to, origin.name(), origin.port, patience)
              : WebLine.plain(to);
      return line;
    } finally {
      if (line == null) {
        to.socket().close();
      }
    }
  }

  private static String target(URI url) {
    URI plain = URI.create(url.toASCIIString());
    String path = plain.getRawPath();
    @Nullable String query = plain.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  @Override
  public void close() {
    idle.close();
  }
}
