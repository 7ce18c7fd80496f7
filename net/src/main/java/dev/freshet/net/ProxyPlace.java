package dev.freshet.net;

import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Where the proxy is. Its name is the only one that is looked up without it: before the first
/// call, and later again, off the loop, since an address may change.
final class ProxyPlace {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Proxy proxy;
  private final List<IpAddress> bind;
  private final Dialler.Names names;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable InetSocketAddress known;
  private volatile long lookedNanos;

  /// Looks its name up.
  ProxyPlace(NetOptions options, Proxy proxy, Dialler.Names names) {
    this.proxy = proxy;
    this.bind = options.bind();
    this.names = names;
    look(FIRST_NANOS);
  }

  Proxy proxy() {
    return proxy;
  }

  /// Its address; null if its name has none now.
  @Nullable InetSocketAddress address() {
    if (System.nanoTime() - lookedNanos > AGAIN_NANOS && looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("freshet-proxy-name").start(() -> look(AGAIN_NANOS));
    }
    return known;
  }

  private void look(long nanos) {
    try {
      for (InetAddress address : names.addresses(proxy.host(), Patience.of(nanos))) {
        if (Sockets.reaches(bind, address)) {
          known = new InetSocketAddress(address, proxy.port());
          break;
        }
      }
    } catch (IOException e) {
      // what was known may still be right
      lookedNanos = System.nanoTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lookedNanos = System.nanoTime();
      looking.set(false);
    }
  }
}
