package dev.freshet.net;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A socket that is read from and written to only as long as somebody has [Patience]. A time-out of
/// a socket begins anew with each read, and TLS reads as often as the server lets it: who sends a
/// byte now and then would be waited for without end. And a write has no time-out at all: who does
/// not read would be waited for without end too, so the socket is closed under it. For one reader
/// at a time.
final class PatientSocket extends Socket {
  private volatile @Nullable Patience patience;

  /// Whatever proxy the system's properties name, it is not asked.
  PatientSocket() {
    super(java.net.Proxy.NO_PROXY);
  }

  /// Reads wait until then, all together, and so does each write.
  void patience(Patience until) {
    patience = until;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        await();
        return super.read();
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        await();
        return super.read(to, from, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] from, int at, int length) throws IOException {
        Patience until = patience;
        if (until == null) {
          out.write(from, at, length);
          return;
        }
        CompletableFuture<Void> watch = new CompletableFuture<>();
        CompletableFuture<Void> over =
            watch
                .orTimeout(until.leftMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, late) -> closeIf(late != null));
        try {
          out.write(from, at, length);
        } catch (IOException e) {
          throw over.isCompletedExceptionally() ? new SocketTimeoutException("timed out") : e;
        } finally {
          watch.complete(null);
        }
      }
    };
  }

  private void closeIf(boolean late) {
    try {
      if (late) {
        close();
      }
    } catch (IOException e) {
      // the kernel forgets it all the same
      patience = null;
    }
  }

  private void await() throws IOException {
    Patience until = patience;
    if (until != null) {
      setSoTimeout(until.leftMillis());
    }
  }
}
