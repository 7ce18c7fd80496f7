package dev.freshet.net;

import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Names to addresses, off the loop. Platform threads, because the system's resolver blocks in
/// native code and would hold up every virtual thread of a small machine; gone when idle, and so
/// many that the 64 trackers of one torrent, none of which has an address, hold up others for two
/// time-outs and no more.
final class NameLookup implements Dialler.Names, Closeable {
  private static final int MAX_THREADS = 32;
  private static final int MAX_WAITING = 4096;
  private static final long IDLE_SECONDS = 5;

  private final Consumer<NetInput> answers;
  private final ThreadPoolExecutor threads;

  NameLookup(Consumer<NetInput> answers) {
    this.answers = answers;
    this.threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("freshet-names-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  void resolve(long request, String host) {
    try {
      threads.execute(() -> answers.accept(new NetInput.Resolved(request, addresses(host))));
    } catch (RejectedExecutionException e) {
      answers.accept(new NetInput.Resolved(request, List.of()));
    }
  }

  /// On the threads of this, so that it takes no longer than the patience.
  @Override
  public List<InetAddress> addresses(String host, Patience patience)
      throws IOException, InterruptedException {
    try {
      Future<List<InetAddress>> found =
          threads.submit(() -> List.of(InetAddress.getAllByName(host)));
      try {
        return found.get(Math.max(0, patience.leftNanos()), TimeUnit.NANOSECONDS);
      } finally {
        found.cancel(false);
      }
    } catch (TimeoutException e) {
      throw new IOException("timed out", e);
    } catch (ExecutionException | RejectedExecutionException e) {
      throw new UnknownHostException(host);
    }
  }

  private static List<IpAddress> addresses(String host) {
    if (host.isEmpty()) {
      return List.of();
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(address -> IpAddress.of(address.getAddress()))
          .distinct()
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
