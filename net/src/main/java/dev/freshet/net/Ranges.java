package dev.freshet.net;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.RangeProblem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ranges of files by HTTP GET, off the loop: a thread a request, which reads the body into the
/// buffers of its [Parts] and waits when they are all out. The client keeps connections for the
/// next request. Certificates are checked, always.
///
/// A redirect is followed where [Reach] lets it lead. An answer that is not the range asked for, be
/// it the whole file, another range or something compressed, is refused before its body is read.
final class Ranges implements Closeable {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_AT_ONCE = 64;
  private static final long IDLE_SECONDS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_RETRY_SECONDS = 86_400;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/.*");

  private final NetOptions options;
  private final Consumer<NetInput> answers;
  private final Map<Long, Job> jobs = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /// What the client runs its own work on.
  private final ExecutorService clientThreads;

  /// Used on the loop thread only.
  private @Nullable HttpClient client;

  Ranges(NetOptions options, Consumer<NetInput> answers) {
    this.options = options;
    this.answers = answers;
    // platform threads, because names are looked up on them, which blocks in native code
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("freshet-range-", 0).daemon().factory());
    clientThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("freshet-http-", 0).factory());
  }

  void fetch(NetEffect.FetchRange range) {
    Job job = new Job(range, client());
    jobs.put(range.request(), job);
    try {
      threads.execute(job);
    } catch (RejectedExecutionException e) {
      jobs.remove(range.request());
      answers.accept(
          new NetInput.RangeFailed(
              range.request(), RangeProblem.UNREACHABLE, "too many requests at once", 0));
    }
  }

  void cancel(long request) {
    Job job = jobs.remove(request);
    if (job != null) {
      job.cancel();
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
              .connectTimeout(CONNECT_TIMEOUT)
              .executor(clientThreads)
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public void close() {
    jobs.keySet().forEach(this::cancel);
    threads.shutdownNow();
    if (client != null) {
      client.shutdownNow();
    }
    clientThreads.shutdown();
  }

  /// The server does not do what was asked.
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;
    final RangeProblem problem;
    final long retryNanos;

    Refusal(RangeProblem problem, String reason, long retryNanos) {
      super(reason);
      this.problem = problem;
      this.retryNanos = retryNanos;
    }
  }

  /// One request.
  private final class Job implements Runnable {
    private final NetEffect.FetchRange range;
    private final HttpClient http;
    private final Parts parts = new Parts();
    private @Nullable Thread thread;
    private boolean cancelled;

    Job(NetEffect.FetchRange range, HttpClient http) {
      this.range = range;
      this.http = http;
    }

    synchronized void cancel() {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    private synchronized boolean begin() {
      thread = Thread.currentThread();
      return !cancelled;
    }

    private synchronized void end() {
      thread = null;
      // an interrupt that came late must not hit the thread's next request
      Thread.interrupted();
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      try {
        NetInput last = answer();
        if (jobs.remove(range.request(), this)) {
          answers.accept(last);
        }
      } finally {
        end();
      }
    }

    private NetInput answer() {
      try {
        HttpResponse<InputStream> response = follow();
        try (InputStream body = response.body()) {
          check(response);
          read(body);
        }
        return new NetInput.RangeEnded(range.request());
      } catch (Refusal e) {
        return failed(e.problem, String.valueOf(e.getMessage()), e.retryNanos);
      } catch (Reach.Forbidden e) {
        return failed(RangeProblem.REFUSED, String.valueOf(e.getMessage()), 0);
      } catch (IllegalArgumentException e) {
        return failed(RangeProblem.REFUSED, "not a usable URL", 0);
      } catch (InterruptedException e) {
        return failed(RangeProblem.UNREACHABLE, "closing down", 0);
      } catch (IOException e) {
        return failed(RangeProblem.UNREACHABLE, Reason.of(e), 0);
      }
    }

    private NetInput failed(RangeProblem problem, String reason, long retryNanos) {
      return new NetInput.RangeFailed(range.request(), problem, reason, retryNanos);
    }

    private HttpResponse<InputStream> follow() throws IOException, InterruptedException {
      URI at = URI.create(range.url());
      boolean open = Reach.USUAL.begin(at);
      for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        HttpResponse<InputStream> response =
            http.send(request(at), HttpResponse.BodyHandlers.ofInputStream());
        String location = response.headers().firstValue("location").orElse(null);
        if (!redirects(response.statusCode()) || location == null) {
          return response;
        }
        response.body().close();
        URI to = at.resolve(location);
        Reach.USUAL.redirect(at, to, open);
        at = to;
      }
      throw new Reach.Forbidden("redirected more than " + MAX_REDIRECTS + " times");
    }

    private HttpRequest request(URI at) {
      long last = range.begin() + range.length() - 1;
      return HttpRequest.newBuilder(at)
          .timeout(ANSWER_TIMEOUT)
          .header("User-Agent", options.userAgent())
          .header("Range", "bytes=" + range.begin() + "-" + last)
          .header("Accept-Encoding", "identity")
          .build();
    }

    private void check(HttpResponse<?> response) throws Refusal {
      int status = response.statusCode();
      if (status == 429 || status == 503) {
        throw new Refusal(RangeProblem.BUSY, "HTTP status " + status, retryNanos(response));
      }
      if (status >= 500) {
        throw new Refusal(RangeProblem.UNREACHABLE, "HTTP status " + status, 0);
      }
      if (status == 200) {
        // the whole file, which may be what was asked for
        long length = response.headers().firstValueAsLong("content-length").orElse(-1);
        if (range.begin() != 0 || length != range.length()) {
          throw refused("does not send ranges");
        }
      } else if (status != 206) {
        throw refused("HTTP status " + status);
      } else if (!isOurs(response.headers().firstValue("content-range").orElse(""))) {
        throw refused("sends another range than the one asked for");
      }
      String encoding = response.headers().firstValue("content-encoding").orElse("identity");
      if (!encoding.equalsIgnoreCase("identity")) {
        throw refused("compresses what it sends");
      }
    }

    private boolean isOurs(String contentRange) {
      Matcher parts = CONTENT_RANGE.matcher(contentRange);
      return parts.matches()
          && Long.parseLong(parts.group(1)) == range.begin()
          && Long.parseLong(parts.group(2)) == range.begin() + range.length() - 1;
    }

    private void read(InputStream body) throws IOException, InterruptedException {
      long left = range.length();
      while (left > 0) {
        Parts.Part part = parts.next();
        int wanted = (int) Math.min(left, Parts.BYTES);
        int got = body.readNBytes(part.buffer().array(), 0, wanted);
        if (got == 0) {
          throw new Refusal(RangeProblem.UNREACHABLE, "ended too early", 0);
        }
        part.buffer().limit(got);
        left -= got;
        answers.accept(new NetInput.RangeReceived(range.request(), part));
      }
      if (body.read() >= 0) {
        throw refused("sends more than was asked for");
      }
    }
  }

  private static Refusal refused(String reason) {
    return new Refusal(RangeProblem.REFUSED, reason, 0);
  }

  private static boolean redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static long retryNanos(HttpResponse<?> response) {
    String said = response.headers().firstValue("retry-after").orElse("");
    if (!said.matches("\\d{1,9}")) {
      return 0;
    }
    return TimeUnit.SECONDS.toNanos(Math.min(Integer.parseInt(said), MAX_RETRY_SECONDS));
  }
}
