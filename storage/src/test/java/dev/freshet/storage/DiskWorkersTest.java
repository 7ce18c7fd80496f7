package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Lease;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Threads perform everything, each piece's effects in order.
@Timeout(60)
final class DiskWorkersTest {
  @TempDir private Path temp;

  private final Sample sample =
      Sample.of(TorrentVersion.HYBRID, 64 << 10, 2, 1_000_000, 5, 300_000, 70_000);
  private final BlockingQueue<DiskInput> inbox = new LinkedBlockingQueue<>();

  @Test
  void aWholeLifeGivenAtOnceIsAnsweredInOrder() throws InterruptedException {
    try (Bench bench = new Bench(sample, temp);
        DiskWorkers workers = new DiskWorkers(bench.storage, inbox::add, 4)) {
      submit(workers, bench.opening());
      Geometry geometry = sample.geometry();
      int sent = 1;
      for (int piece = 0; piece < geometry.pieceCount(); piece++) {
        for (int block = 0; block < geometry.blockCount(piece); block++) {
          int begin = geometry.blockBegin(block);
          ByteBuffer bytes =
              ByteBuffer.wrap(sample.bytes(piece, begin, geometry.blockSize(piece, block)));
          submit(
              workers,
              new DiskEffect.Write(Bench.TORRENT, piece, begin, bytes, Lease.unpooled(bytes)));
          sent++;
        }
        submit(workers, new DiskEffect.Verify(Bench.TORRENT, piece, sample.hash(piece), false));
        submit(
            workers,
            new DiskEffect.Read(Bench.TORRENT, piece, piece, 0, geometry.pieceSize(piece)));
        submit(workers, new DiskEffect.Commit(Bench.TORRENT));
        sent += 3;
      }
      submit(workers, new DiskEffect.Close(Bench.TORRENT, false));
      submit(workers, bench.opening());
      sent += 2;
      check(sent);
    }
  }

  private static void submit(DiskWorkers workers, DiskEffect... effects) {
    workers.submit(List.of(effects));
  }

  private void check(int sent) throws InterruptedException {
    int pieces = sample.geometry().pieceCount();
    boolean[] verified = new boolean[pieces];
    int committed = 0;
    DiskInput last = null;
    for (int i = 0; i < sent; i++) {
      last = inbox.poll(30, TimeUnit.SECONDS);
      switch (last) {
        case DiskInput.Verified done -> {
          assertThat(done.ok()).isTrue();
          verified[done.piece()] = true;
        }
        case DiskInput.BytesRead read -> {
          int piece = (int) read.request();
          assertThat(verified[piece]).as("read after verify").isTrue();
          byte[] bytes = new byte[read.bytes().buffer().remaining()];
          read.bytes().buffer().get(bytes);
          read.bytes().release();
          assertThat(bytes).isEqualTo(sample.bytes(piece, 0, bytes.length));
        }
        case DiskInput.Committed done -> {
          for (int piece = 0; piece <= committed; piece++) {
            assertThat(verified[piece]).as("commit %d, piece %d", committed, piece).isTrue();
          }
          committed++;
        }
        case DiskInput.Written written -> assertThat(verified[written.piece()]).isFalse();
        case DiskInput.Opened opened -> assertThat(i).isIn(0, sent - 1);
        case DiskInput.Closed closed -> assertThat(i).isEqualTo(sent - 2);
        case DiskInput.Lost lost -> throw new AssertionError(lost);
        case DiskInput.Failed failed -> throw new AssertionError(failed);
        case null -> throw new AssertionError("only " + i + " of " + sent + " answers");
      }
    }
    assertThat(committed).isEqualTo(pieces);
    assertThat(last)
        .isInstanceOfSatisfying(
            DiskInput.Opened.class, opened -> assertThat(opened.have().isFull()).isTrue());
  }

  @Test
  void ofWritesDoneTogetherExactlyThoseFailThatCannotBeDone() throws InterruptedException {
    FaultyDisk disk = new FaultyDisk();
    disk.fails = line -> line.equals("write file000001.bin");
    int[] lengths = {40_000, 10_000, 40_000};
    Sample three = Sample.of(TorrentVersion.V1, 128 << 10, 2, lengths);
    AtomicInteger released = new AtomicInteger();
    try (Bench bench = new Bench(three, temp, disk);
        DiskWorkers workers = new DiskWorkers(bench.storage, inbox::add, 2)) {
      // what is given while the torrent is opened queues up and is then handed out together
      submit(workers, bench.opening());
      int blocks = three.geometry().blockCount(0);
      for (int block = 0; block < blocks; block++) {
        int begin = three.geometry().blockBegin(block);
        byte[] bytes = three.bytes(0, begin, three.geometry().blockSize(0, block));
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        submit(
            workers,
            new DiskEffect.Write(Bench.TORRENT, 0, begin, buffer, counted(buffer, released)));
      }
      assertThat(inbox.poll(30, TimeUnit.SECONDS)).isInstanceOf(DiskInput.Opened.class);
      for (int block = 0; block < blocks; block++) {
        // the second file lies in blocks 2 and 3
        assertThat(inbox.poll(30, TimeUnit.SECONDS))
            .isInstanceOf(
                block == 2 || block == 3 ? DiskInput.Failed.class : DiskInput.Written.class);
      }
      assertThat(released).hasValue(blocks);
    }
  }

  private static Lease counted(ByteBuffer bytes, AtomicInteger released) {
    return new Lease() {
      @Override
      public ByteBuffer buffer() {
        return bytes;
      }

      @Override
      public Lease retain() {
        throw new AssertionError();
      }

      @Override
      public void release() {
        released.incrementAndGet();
      }
    };
  }

  @Test
  void aWriteThatFallsIntoACommitIsForcedByTheNext() throws InterruptedException {
    int piece = 16 << 10;
    Sample two = Sample.of(TorrentVersion.V1, piece, 9, piece, 3 * piece);
    String first = two.info().files().getFirst().path().getLast();
    String second = two.info().files().getLast().path().getLast();
    FaultyDisk disk = new FaultyDisk();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch committed = new CountDownLatch(1);
    AtomicInteger writes = new AtomicInteger();
    disk.fails =
        line -> {
          if (line.equals("force " + first)) {
            await(begun);
          } else if (line.equals("write " + second) && writes.incrementAndGet() == 2) {
            begun.countDown();
            await(committed);
            synchronized (disk.log) {
              disk.log.add("piece 2 is written");
            }
          }
          return false;
        };
    Consumer<DiskInput> hear =
        input -> {
          inbox.add(input);
          if (input instanceof DiskInput.Committed) {
            committed.countDown();
          }
        };
    try (Bench bench = new Bench(two, temp, disk);
        DiskWorkers workers = new DiskWorkers(bench.storage, hear, 2)) {
      submit(workers, bench.opening());
      for (int i = 0; i < 2; i++) {
        submit(workers, write(two, i), new DiskEffect.Verify(Bench.TORRENT, i, two.hash(i), false));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(inbox.poll(30, TimeUnit.SECONDS)).isNotNull();
      }
      submit(
          workers,
          new DiskEffect.Commit(Bench.TORRENT),
          write(two, 2),
          new DiskEffect.Verify(Bench.TORRENT, 2, two.hash(2), false),
          new DiskEffect.Commit(Bench.TORRENT));
      for (int i = 0; i < 4; i++) {
        assertThat(inbox.poll(30, TimeUnit.SECONDS)).isNotNull();
      }
      List<String> log = List.copyOf(disk.log);
      assertThat(log.subList(log.indexOf("piece 2 is written"), log.size()))
          .contains("force " + second);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static DiskEffect.Write write(Sample from, int piece) {
    ByteBuffer bytes = ByteBuffer.wrap(from.bytes(piece, 0, from.geometry().pieceSize(piece)));
    return new DiskEffect.Write(Bench.TORRENT, piece, 0, bytes, Lease.unpooled(bytes));
  }

  @Test
  void closingTwiceIsFineAndWhatComesLaterIsDropped() {
    Bench bench = new Bench(sample, temp);
    DiskWorkers workers = new DiskWorkers(bench.storage, inbox::add, 1);
    workers.close();
    workers.close();
    submit(workers, new DiskEffect.Commit(Bench.TORRENT));
    assertThat(inbox).isEmpty();
  }

  @Test
  void ourOwnFaultIsAnsweredAndTheWorkersGoOn() throws InterruptedException {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> faults.add(fault));
    try (Bench bench = new Bench(sample, temp);
        DiskWorkers workers = new DiskWorkers(bench.storage, inbox::add, 1)) {
      DiskEffect.Open open = bench.opening();
      submit(workers, open);
      submit(workers, new DiskEffect.Read(Bench.TORRENT, 1, -1, 0, 16));
      submit(workers, new DiskEffect.Close(Bench.TORRENT, false));
      assertThat(inbox.poll(30, TimeUnit.SECONDS)).isInstanceOf(DiskInput.Opened.class);
      assertThat(inbox.poll(30, TimeUnit.SECONDS)).isInstanceOf(DiskInput.Failed.class);
      assertThat(inbox.poll(30, TimeUnit.SECONDS)).isInstanceOf(DiskInput.Closed.class);
      assertThat(faults.poll(30, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
