package dev.freshet.net;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// HTTP GET, off the loop, on virtual threads. The client is made when the first request comes.
/// Redirects are followed here rather than by the client, so that they lead where [Reach] lets them
/// and the time and size limits span all of them.
final class Fetcher implements Closeable {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_WAITING = 4096;
  private static final long IDLE_SECONDS = 5;

  private final NetOptions options;
  private final Reach reach;
  private final Consumer<NetInput> answers;
  private final ThreadPoolExecutor threads;

  /// What the client runs its own work on.
  private final ExecutorService clientThreads;

  /// Used on the loop thread only.
  private @Nullable HttpClient client;

  Fetcher(NetOptions options, Reach reach, Consumer<NetInput> answers) {
    this.options = options;
    this.reach = reach;
    this.answers = answers;
    this.threads =
        new ThreadPoolExecutor(
            MAX_AT_ONCE,
            MAX_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofVirtual().name("freshet-fetch-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    clientThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("freshet-http-", 0).factory());
  }

  void fetch(NetEffect.Fetch fetch) {
    HttpClient http = client();
    try {
      threads.execute(() -> answers.accept(answer(http, fetch)));
    } catch (RejectedExecutionException e) {
      answers.accept(new NetInput.FetchFailed(fetch.request(), "too many requests at once"));
    }
  }

  /// Calls a device; where it answers from and what is asked is for the core to say.
  void call(NetEffect.CallDevice call) {
    HttpClient http = client();
    try {
      threads.execute(() -> answers.accept(answer(http, call)));
    } catch (RejectedExecutionException e) {
      answers.accept(new NetInput.FetchFailed(call.request(), "too many requests at once"));
    }
  }

  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          Sockets.http(options)
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .sslContext(new LateTls())
              .executor(clientThreads)
              .build();
      client = made;
    }
    return made;
  }

  private NetInput answer(HttpClient http, NetEffect.Fetch fetch) {
    try {
      HttpResponse<byte[]> response = follow(http, fetch);
      return new NetInput.Fetched(fetch.request(), response.statusCode(), response.body());
    } catch (IllegalArgumentException e) {
      return new NetInput.FetchFailed(fetch.request(), "not a usable URL");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NetInput.FetchFailed(fetch.request(), "closing down");
    } catch (ExecutionException e) {
      return new NetInput.FetchFailed(fetch.request(), Reason.of(causeOf(e)));
    } catch (IOException | TimeoutException e) {
      return new NetInput.FetchFailed(fetch.request(), Reason.of(e));
    }
  }

  private NetInput answer(HttpClient http, NetEffect.CallDevice call) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(call.url())).header("User-Agent", options.userAgent());
      if (!call.body().isEmpty()) {
        request
            .header("Content-Type", "text/xml; charset=\"utf-8\"")
            .header("SOAPAction", call.action())
            .POST(HttpRequest.BodyPublishers.ofString(call.body()));
      }
      HttpResponse<byte[]> response =
          await(http, request.build(), call.limit(), call.timeoutNanos());
      return new NetInput.Fetched(call.request(), response.statusCode(), response.body());
    } catch (IllegalArgumentException e) {
      return new NetInput.FetchFailed(call.request(), "not a usable URL");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NetInput.FetchFailed(call.request(), "closing down");
    } catch (ExecutionException e) {
      return new NetInput.FetchFailed(call.request(), Reason.of(causeOf(e)));
    } catch (TimeoutException e) {
      return new NetInput.FetchFailed(call.request(), Reason.of(e));
    }
  }

  private static Throwable causeOf(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private HttpResponse<byte[]> follow(HttpClient http, NetEffect.Fetch fetch)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    long started = System.nanoTime();
    URI at = URI.create(fetch.url());
    Boolean open = null;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      long left = fetch.timeoutNanos() - (System.nanoTime() - started);
      HttpResponse<byte[]> response = get(http, at, fetch.limit(), left);
      String location = response.headers().firstValue("location").orElse(null);
      if (!redirects(response.statusCode()) || location == null) {
        return response;
      }
      URI to = at.resolve(location);
      // most servers never redirect, so their names are looked up again only now
      open = open == null ? reach.isOpen(at) : open;
      reach.redirect(at, to, open);
      at = to;
    }
    throw new IOException("redirected more than " + MAX_REDIRECTS + " times");
  }

  private static boolean redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpResponse<byte[]> get(HttpClient http, URI at, int limit, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(at).header("User-Agent", options.userAgent()).build();
    return await(http, request, limit, nanos);
  }

  private static HttpResponse<byte[]> await(
      HttpClient http, HttpRequest request, int limit, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, _ -> new CappedBody(limit));
    try {
      return response.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } finally {
      // nothing to do if it is there; else the exchange ends and its socket is closed
      response.cancel(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (client != null) {
      client.shutdownNow();
    }
    clientThreads.shutdown();
  }
}
