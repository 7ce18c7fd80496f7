package dev.freshet.storage.create;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads that go through all pieces of a torrent: each takes the next one that nobody has.
///
/// @param <E> what ends it as a fault of the world
public final class HashingCrew<E extends Exception> {
  private final int pieces;
  private final long total;
  private final Progress progress;
  private final AtomicInteger nextPiece = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// What one thread does, with what it holds for itself.
  public interface Member<E extends Exception> extends AutoCloseable {
    /// Hashes a piece; tells how many bytes of files are in it.
    int hash(int piece) throws E;

    @Override
    default void close() {}
  }

  /// @param total bytes of files in all `pieces`
  public HashingCrew(int pieces, long total, Progress progress) {
    this.pieces = pieces;
    this.total = total;
    this.progress = progress;
  }

  /// Blocks until all is hashed, or one has failed.
  ///
  /// @param threads how many at once, 1 or more
  /// @param fault the class of what a member throws
  /// @throws CancellationException if the progress said to stop
  /// @throws InterruptedException if the calling thread was interrupted; nothing goes on then
  public void run(int threads, Class<E> fault, Supplier<Member<E>> members)
      throws E, InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, pieces); i++) {
      all.add(Thread.ofPlatform().daemon().name("freshet-hash-" + i).start(() -> work(members)));
    }
    try {
      for (Thread thread : all) {
        thread.join();
      }
    } catch (InterruptedException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
    Throwable failed = failure.get();
    if (fault.isInstance(failed)) {
      throw fault.cast(failed);
    }
    if (failed instanceof RuntimeException e) {
      throw e;
    }
    if (failed instanceof Error e) {
      throw e;
    }
  }

  // a catch cannot name E; there is nothing else that is checked. Errors too: a thread that ran out
  // of memory has left a piece without its hash
  private void work(Supplier<Member<E>> members) {
    try (Member<E> member = members.get()) {
      for (int piece = nextPiece.getAndIncrement();
          piece < pieces && failure.get() == null;
          piece = nextPiece.getAndIncrement()) {
        int content = member.hash(piece);
        if (!progress.hashed(done.addAndGet(content), total)) {
          throw new CancellationException("hashing was stopped");
        }
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}
