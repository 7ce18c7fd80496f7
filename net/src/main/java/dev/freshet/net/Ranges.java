package dev.freshet.net;

import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.core.edge.RangeProblem;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ranges of files by HTTP GET, off the loop: a thread a request, which reads the body into the
/// buffers of its [Parts] and waits when they are all out.
///
/// A redirect is followed where [Reach] lets it lead. An answer that is not the range asked for, be
/// it the whole file, another range or something compressed, is refused before its body is read.
final class Ranges implements Closeable {
  private static final int MAX_AT_ONCE = 64;
  private static final long IDLE_SECONDS = 5;

  /// Until an answer begins.
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// For each read of it. The core gives up sooner on who sends too little.
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int MAX_RETRY_SECONDS = 86_400;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/.*");

  private final Web web;
  private final Consumer<NetInput> answers;
  private final Map<Long, Job> jobs = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  Ranges(Web web, Consumer<NetInput> answers) {
    this.web = web;
    this.answers = answers;
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofVirtual().name("freshet-range-", 0).factory());
  }

  void fetch(NetEffect.FetchRange range) {
    Job job = new Job(range);
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

  @Override
  public void close() {
    jobs.keySet().forEach(this::cancel);
    threads.shutdownNow();
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
    private final Parts parts = new Parts();
    private @Nullable Thread thread;
    private boolean cancelled;

    Job(NetEffect.FetchRange range) {
      this.range = range;
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
      try (WebAnswer answer = ask()) {
        check(answer);
        read(answer);
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

    private WebAnswer ask() throws IOException, InterruptedException {
      URI url = URI.create(range.url());
      Patience patience = Patience.of(ANSWER_NANOS);
      return web.range(url, range.begin(), last(), Web.Manners.WARY, patience);
    }

    private long last() {
      return range.begin() + range.length() - 1;
    }

    private void check(WebAnswer answer) throws IOException {
      int status = answer.status();
      if (status == 429 || status == 503) {
        throw new Refusal(RangeProblem.BUSY, "HTTP status " + status, retryNanos(answer));
      }
      if (status >= 500) {
        throw new Refusal(RangeProblem.UNREACHABLE, "HTTP status " + status, 0);
      }
      if (status == 200) {
        // the whole file, which may be what was asked for
        if (range.begin() != 0 || answer.length() != range.length()) {
          throw refused("does not send ranges");
        }
      } else if (status != 206) {
        throw refused("HTTP status " + status);
      } else if (!isOurs(header(answer, "content-range"))) {
        throw refused("sends another range than the one asked for");
      }
      String encoding = header(answer, "content-encoding");
      if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
        throw refused("compresses what it sends");
      }
    }

    private boolean isOurs(String contentRange) {
      Matcher parts = CONTENT_RANGE.matcher(contentRange);
      return parts.matches()
          && Long.parseLong(parts.group(1)) == range.begin()
          && Long.parseLong(parts.group(2)) == last();
    }

    private void read(WebAnswer answer) throws IOException, InterruptedException {
      long left = range.length();
      while (left > 0) {
        Parts.Part part = parts.next();
        ByteBuffer room = part.buffer().limit((int) Math.min(left, Parts.BYTES));
        fill(room, answer);
        int got = room.flip().remaining();
        if (got == 0) {
          throw new Refusal(RangeProblem.UNREACHABLE, "ended too early", 0);
        }
        left -= got;
        answers.accept(new NetInput.RangeReceived(range.request(), part));
      }
      if (answer.read(ByteBuffer.allocate(1), Patience.of(STALL_NANOS)) > 0) {
        throw refused("sends more than was asked for");
      }
    }
  }

  /// Few large parts are cheaper than many small ones.
  private static void fill(ByteBuffer room, WebAnswer answer) throws IOException {
    int got = 1;
    while (got > 0) {
      got = answer.read(room, Patience.of(STALL_NANOS));
    }
  }

  private static String header(WebAnswer answer, String name) {
    String value = answer.header(name);
    return value == null ? "" : value;
  }

  private static Refusal refused(String reason) {
    return new Refusal(RangeProblem.REFUSED, reason, 0);
  }

  private static long retryNanos(WebAnswer answer) {
    String said = header(answer, "retry-after");
    if (!said.matches("\\d{1,9}")) {
      return 0;
    }
    return TimeUnit.SECONDS.toNanos(Math.min(Integer.parseInt(said), MAX_RETRY_SECONDS));
  }
}
