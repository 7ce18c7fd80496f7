package dev.freshet.tracker;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.freshet.protocol.IpAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The HTTP sockets of a tracker: Jetty with few threads, small requests and short patience. Jetty
/// measures how long a connection is silent; [Visitors] how long it takes for what it came for.
final class HttpServer implements AutoCloseable {
  private static final int MAX_THREADS = 8;
  private static final int MAX_REQUEST_HEAD = 8 * 1024;
  private static final int MAX_ANSWER_HEAD = 1024;
  private static final int OUTPUT_BUFFER = 8 * 1024;
  private static final int MAX_CONNECTIONS = 16_384;

  /// Who waits in the kernel's queue has to be answered before losing patience.
  private static final int ACCEPT_QUEUE = 128;

  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(15);
  private static final long QUESTION_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Server server;
  private final List<ServerConnector> connectors = new ArrayList<>();
  private final Visitors<EndPoint> visitors;

  HttpServer(HttpDesk desk) {
    this(desk, Math.min(MAX_CONNECTIONS, openFiles() / 4 * 3));
  }

  /// @param most connections at once, from 1 up
  HttpServer(HttpDesk desk, int most) {
    visitors = new Visitors<>(most, QUESTION_NANOS, ANSWER_NANOS);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("tracker-http");
    threads.setDaemon(true);
    server = new Server(threads);
    server.setHandler(new Front(desk, visitors));
    server.setStopTimeout(0);
  }

  /// How many files and sockets the system lets us have.
  private static int openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount())
        : Integer.MAX_VALUE;
  }

  /// Takes a port; nothing is answered before [#start].
  ///
  /// @return the port taken
  int bind(InetSocketAddress at) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_REQUEST_HEAD);
    http.setResponseHeaderSize(MAX_ANSWER_HEAD);
    http.setOutputBufferSize(OUTPUT_BUFFER);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // No thread that only accepts: it would be ahead of those that answer, and under too much load
    // everybody would wait behind people who have given up. The selector accepts one in each round.
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setHost(
        at.getAddress().isAnyLocalAddress() ? null : at.getAddress().getHostAddress());
    connector.setPort(at.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.addEventListener(new Door(visitors));
    connectors.add(connector);
    connector.open();
    server.addConnector(connector);
    return connector.getLocalPort();
  }

  /// Answers from now on.
  void start() throws IOException {
    try {
      server.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the HTTP server was starting");
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
    }
  }

  /// Shows out whoever keeps a connection for longer than a request needs. To be called every
  /// second or so.
  void showOut() {
    visitors.overdue(System.nanoTime()).forEach(EndPoint::close);
  }

  @Override
  public void close() {
    connectors.forEach(ServerConnector::close);
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the sockets are closed, and there is nobody left to answer
    }
  }

  /// Counts who comes and goes.
  private record Door(Visitors<EndPoint> visitors) implements Connection.Listener {
    @Override
    public void onOpened(Connection connection) {
      EndPoint first = visitors.came(connection.getEndPoint(), System.nanoTime());
      if (first != null) {
        first.close();
      }
    }

    @Override
    public void onClosed(Connection connection) {
      visitors.left(connection.getEndPoint());
    }
  }

  private static final class Front extends Handler.Abstract.NonBlocking {
    private final HttpDesk desk;
    private final Visitors<EndPoint> visitors;

    Front(HttpDesk desk, Visitors<EndPoint> visitors) {
      this.desk = desk;
      this.visitors = visitors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      EndPoint visitor = request.getConnectionMetaData().getConnection().getEndPoint();
      visitors.asked(visitor, System.nanoTime());
      Runnable answered = () -> visitors.answered(visitor, System.nanoTime());
      answer(request, response, Callback.from(answered, callback));
      return true;
    }

    private void answer(Request request, Response response, Callback callback) {
      String method = request.getMethod();
      String decoded = request.getHttpURI().getDecodedPath();
      String path = decoded == null ? "" : decoded;
      // to look at the head of an answer shall make nobody a peer
      boolean headers = !HttpDesk.registers(path);
      if (!HttpMethod.GET.is(method) && !(headers && HttpMethod.HEAD.is(method))) {
        response.setStatus(HttpStatus.METHOD_NOT_ALLOWED_405);
        response.getHeaders().put(HttpHeader.ALLOW, headers ? "GET, HEAD" : "GET");
        callback.succeeded();
        return;
      }
      String query = request.getHttpURI().getQuery();
      HttpDesk.Answer answer = desk.answer(path, query == null ? "" : query, source(request));
      response.setStatus(answer.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
      boolean bodiless = HttpMethod.HEAD.is(method);
      response.write(true, ByteBuffer.wrap(bodiless ? new byte[0] : answer.body()), callback);
    }

    private static IpAddress source(Request request) {
      InetSocketAddress from =
          (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
      return IpAddress.of(from.getAddress().getAddress());
    }
  }
}
