package dev.freshet.rules.planted.impure;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything that a pure module does not do, beside some things that it may.
@SuppressWarnings("all") // each line is a planted fault
final class Impure {
  @Nullable File file;
  @Nullable SocketChannel channel;
  final LongSupplier clock = System::nanoTime;

  long time() {
    return System.currentTimeMillis() + Instant.now().toEpochMilli();
  }

  double chance() {
    return Math.random()
        + new Random().nextDouble()
        + new SplittableRandom().nextDouble()
        + RandomGenerator.getDefault().nextDouble()
        + new SecureRandom().nextDouble()
        + UUID.randomUUID().hashCode();
  }

  void world() {
    new ReentrantLock().lock();
    Thread.onSpinWait();
    URI.create("a");
    Path.of("a");
    System.identityHashCode(this);
  }

  byte[] allowed() {
    byte[] bytes = new ByteArrayOutputStream().toByteArray();
    System.arraycopy(bytes, 0, bytes, 0, bytes.length);
    bytes[0] = (byte) new SplittableRandom(1).nextInt();
    bytes[1] = (byte) new Random(TimeUnit.SECONDS.toNanos(1)).nextInt();
    return bytes;
  }
}
