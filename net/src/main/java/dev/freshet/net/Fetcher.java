package dev.freshet.net;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.http.HeaderField;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Small answers over HTTP, off the loop, on virtual threads. The limits of time and size span all
/// redirects.
final class Fetcher implements Closeable {
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_WAITING = 4096;
  private static final long IDLE_SECONDS = 5;

  private final Web web;
  private final Consumer<NetInput> answers;
  private final ThreadPoolExecutor threads;

  /// What is asked of a server.
  @FunctionalInterface
  private interface Question {
    WebAnswer ask(Patience patience) throws IOException, InterruptedException;
  }

  Fetcher(Web web, Consumer<NetInput> answers) {
    this.web = web;
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
  }

  /// An announce has a query wherever its tracker is.
  void fetch(NetEffect.Fetch fetch) {
    ask(
        fetch.request(),
        fetch.limit(),
        fetch.timeoutNanos(),
        patience -> web.get(URI.create(fetch.url()), Web.Manners.TRUSTING, List.of(), patience));
  }

  /// Calls a device; where it answers from and what is asked is for the core to say.
  void call(NetEffect.CallDevice call) {
    List<HeaderField> fields =
        call.body().isEmpty()
            ? List.of()
            : List.of(
                new HeaderField("content-type", "text/xml; charset=\"utf-8\""),
                new HeaderField("soapaction", call.action()));
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    ask(
        call.request(),
        call.limit(),
        call.timeoutNanos(),
        patience -> web.call(URI.create(call.url()), fields, body, patience));
  }

  private void ask(long request, int limit, long nanos, Question question) {
    try {
      threads.execute(() -> answers.accept(answer(request, limit, nanos, question)));
    } catch (RejectedExecutionException e) {
      answers.accept(new NetInput.FetchFailed(request, "too many requests at once"));
    }
  }

  private static NetInput answer(long request, int limit, long nanos, Question question) {
    Patience patience = Patience.of(nanos);
    try (WebAnswer answer = question.ask(patience)) {
      return new NetInput.Fetched(request, answer.status(), answer.body(limit, patience));
    } catch (IllegalArgumentException e) {
      return new NetInput.FetchFailed(request, "not a usable URL");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NetInput.FetchFailed(request, "closing down");
    } catch (IOException e) {
      return new NetInput.FetchFailed(request, Reason.of(e));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
