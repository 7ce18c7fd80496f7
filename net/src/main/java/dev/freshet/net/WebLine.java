package dev.freshet.net;

import dev.freshet.protocol.http.HttpException;
import dev.freshet.protocol.http.ResponseHead;
import dev.freshet.protocol.http.ResponseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One connection to a web server, for one request after another. On virtual threads, whose
/// interruption closes it.
final class WebLine {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  private final Socket socket;
  private final PatientSocket raw;
  private final InputStream in;
  private final OutputStream out;
  private final boolean open;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private ResponseReader reader = new ResponseReader();

  private WebLine(Socket socket, PatientSocket raw, boolean open) throws IOException {
    this.socket = socket;
    this.raw = raw;
    this.open = open;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /// Over this connection.
  static WebLine plain(Dialler.Dialled to) throws IOException {
    return new WebLine(to.socket(), to.socket(), to.open());
  }

  /// Over TLS on this connection, with whom a certificate says that they are `host`.
  static WebLine secure(Dialler.Dialled to, String host, int port, Patience patience)
      throws IOException {
    SSLSocket tls =
        (SSLSocket) system().getSocketFactory().createSocket(to.socket(), host, port, true);
    SSLParameters checked = tls.getSSLParameters();
    checked.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(checked);
    to.socket().patience(patience);
    tls.startHandshake();
    return new WebLine(tls, to.socket(), to.open());
  }

  /// TLS as the system has set it up. Not before somebody speaks it, since to read all the
  /// authorities that are trusted takes longer than a whole announce without TLS.
  private static SSLContext system() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this system's TLS is not usable: " + e.getMessage(), e);
    }
  }

  /// Whether it leads to a host of the open internet.
  boolean open() {
    return open;
  }

  /// Asks, and waits for the head of the answer.
  ResponseHead ask(byte[] request, Patience patience) throws IOException {
    reader = new ResponseReader();
    raw.patience(patience);
    out.write(request);
    out.flush();
    ResponseHead head = null;
    while (head == null) {
      if (!buffer.hasRemaining() && !fill(patience)) {
        throw new IOException("closed without an answer");
      }
      decode(NO_ROOM);
      head = reader.head();
    }
    return head;
  }

  /// Reads of the body, 1 byte or more; 0 when it has ended, or there is no room.
  int read(ByteBuffer to, Patience patience) throws IOException {
    int before = to.position();
    while (to.position() == before && to.hasRemaining() && !reader.ended()) {
      if (!buffer.hasRemaining() && !fill(patience)) {
        return 0;
      }
      decode(to);
    }
    return to.position() - before;
  }

  /// Whether the body has been read to its end.
  boolean ended() {
    return reader.ended();
  }

  /// Whether another request may follow.
  boolean reusable() {
    return reader.ended() && reader.keepsAlive() && !buffer.hasRemaining();
  }

  private void decode(ByteBuffer to) throws IOException {
    try {
      reader.read(buffer, to);
    } catch (HttpException e) {
      throw new IOException(e.clause(), e);
    }
  }

  /// Waits for bytes; false if none will come and that is all right.
  private boolean fill(Patience patience) throws IOException {
    raw.patience(patience);
    int got = in.read(buffer.array(), 0, BUFFER_BYTES);
    buffer.position(0).limit(Math.max(got, 0));
    if (got > 0) {
      return true;
    }
    try {
      reader.closed();
      return false;
    } catch (HttpException e) {
      throw new IOException(e.clause(), e);
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // the kernel forgets it all the same
      buffer.limit(0);
    }
  }
}
