package dev.freshet.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// A socket that is read from only as long as somebody has [Patience]. A time-out of a socket
/// begins anew with each read, and TLS reads as often as the server lets it: who sends a byte now
/// and then would be waited for without end. For one reader at a time.
final class PatientSocket extends Socket {
  private volatile @Nullable Patience patience;

  /// Whatever proxy the system's properties name, it is not asked.
  PatientSocket() {
    super(java.net.Proxy.NO_PROXY);
  }

  /// Reads wait until then, all together.
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

  private void await() throws IOException {
    Patience until = patience;
    if (until != null) {
      setSoTimeout(until.leftMillis());
    }
  }
}
