package dev.freshet.engine;

import dev.freshet.net.WebFile;
import dev.freshet.net.WebReader;
import dev.freshet.protocol.PercentCode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file on a web server that is to be the seed of a torrent (BEP 19), for [TorrentMaker] to read;
/// nothing that reads a torrent's file while it is fetched.
///
/// It is asked for in the way that peers will ask: by ranges. Every answer must say the same
/// length, and the same ETag or else the same date of change, as the first one; a connection that
/// breaks is taken up again where it broke. Whoever reads it waits, best on a virtual thread: only
/// there an interrupt ends the waiting.
public final class RemoteFile implements Closeable {
  private static final int PARTIAL = 206;
  private static final int MOST_BREAKS = 5;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  private final URI url;
  private final WebReader web;
  private final String name;
  private long length;
  private String version = "";

  private RemoteFile(URI url, WebReader web, String name) {
    this.url = url;
    this.web = web;
    this.name = name;
  }

  /// The file behind a URL, of which one byte is fetched to see how the server answers.
  ///
  /// @param options what an engine would be opened with: it is asked in the same way
  /// @throws FetchException if there is none, or peers could not fetch it from there
  public static RemoteFile find(EngineOptions options, String url)
      throws FetchException, InterruptedException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new FetchException(FetchException.Code.URL, "not a usable URL");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String name = PercentCode.decode(path.substring(path.lastIndexOf('/') + 1));
    if (name.isEmpty() || uri.getRawFragment() != null) {
      throw new FetchException(FetchException.Code.URL, "it names no file");
    }
    RemoteFile file = new RemoteFile(uri, new WebReader(Engine.netOptions(options)), name);
    boolean found = false;
    try {
      file.begin();
      found = true;
      return file;
    } finally {
      if (!found) {
        file.close();
      }
    }
  }

  private void begin() throws FetchException, InterruptedException {
    try (WebReader.Answer answer = ask(0, 0)) {
      length = total(answer);
      version = version(answer);
      drain(answer);
    }
  }

  /// The URL, as peers will use it.
  public String url() {
    return url.toString();
  }

  /// What the file is called: the last element of the URL's path.
  public String name() {
    return name;
  }

  /// How many bytes it has.
  public long length() {
    return length;
  }

  /// All its bytes, in order. What ends it is an [IOException] whose cause is a [FetchException].
  InputStream content() {
    return new Content();
  }

  /// Sees whether the file is still what it was.
  void check() throws FetchException, InterruptedException {
    try (WebReader.Answer answer = open(0, 0)) {
      drain(answer);
    }
  }

  @Override
  public void close() {
    web.close();
  }

  /// Reads what is left of a byte, so that the connection can be used again.
  private static void drain(WebReader.Answer answer) throws FetchException {
    try {
      ByteBuffer two = ByteBuffer.allocate(2);
      while (two.hasRemaining() && answer.read(two, ANSWER_NANOS) > 0) {
        // the second read sees the end
      }
    } catch (IOException e) {
      throw Download.failed(e);
    }
  }

  private WebReader.Answer open(long first, long last) throws FetchException, InterruptedException {
    WebReader.Answer answer = ask(first, last);
    boolean same = false;
    try {
      same = total(answer) == length && version(answer).equals(version);
      if (!same) {
        throw new FetchException(FetchException.Code.CHANGED, "it was changed while it was read");
      }
      return answer;
    } finally {
      if (!same) {
        answer.close();
      }
    }
  }

  private WebReader.Answer ask(long first, long last) throws FetchException, InterruptedException {
    try {
      WebReader.Answer answer = web.ask(url, first, last, ANSWER_NANOS);
      FetchException refused = refused(answer, first);
      if (refused != null) {
        answer.close();
        throw refused;
      }
      return answer;
    } catch (IllegalArgumentException e) {
      throw new FetchException(FetchException.Code.URL, "not a usable URL");
    } catch (IOException e) {
      throw Download.failed(e);
    }
  }

  /// Why this is no answer that peers could use; null if it is one.
  private static @Nullable FetchException refused(WebReader.Answer answer, long first) {
    int status = answer.status();
    if (status == 416) {
      return new FetchException(FetchException.Code.EMPTY, "it is empty");
    }
    if (status == 200) {
      return new FetchException(FetchException.Code.RANGES, "the server does not send ranges");
    }
    if (status != PARTIAL) {
      return new FetchException(FetchException.Code.STATUS, "status " + status);
    }
    String encoding = answer.header("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return new FetchException(FetchException.Code.ENCODED, "it comes compressed");
    }
    Matcher range = range(answer);
    if (!range.matches() || Long.parseLong(range.group(1)) != first) {
      return new FetchException(
          FetchException.Code.RANGES, "the server sends another range than was asked for");
    }
    return null;
  }

  private static Matcher range(WebReader.Answer answer) {
    String range = answer.header("content-range");
    return CONTENT_RANGE.matcher(range == null ? "" : range);
  }

  private static long total(WebReader.Answer answer) throws FetchException {
    Matcher range = range(answer);
    if (!range.matches() || range.group(2).equals("*")) {
      throw new FetchException(
          FetchException.Code.LENGTH, "the server does not say how long it is");
    }
    return Long.parseLong(range.group(2));
  }

  /// What is another when the file is another.
  private static String version(WebReader.Answer answer) {
    String tag = answer.header("etag");
    String date = answer.header("last-modified");
    return tag != null ? tag : date != null ? date : "";
  }

  /// The bytes, over as many requests as it takes.
  private final class Content extends InputStream {
    private long at;
    private int breaks;
    private WebReader.@Nullable Answer answer;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      while (at < length) {
        try {
          WebReader.Answer from = answer == null ? open(at, length - 1) : answer;
          answer = from;
          int room = (int) Math.min(most, length - at);
          int got = from.read(ByteBuffer.wrap(into, offset, room), STALL_NANOS);
          if (got == 0) {
            throw new EOFException("it ends too early");
          }
          at += got;
          breaks = 0;
          return got;
        } catch (FetchException e) {
          throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        } catch (IOException e) {
          again(e);
        }
      }
      return -1;
    }

    /// Lets go of a connection that broke, so that the next read opens another: at once, and then
    /// after longer and longer.
    private void again(IOException why) throws IOException {
      close();
      try {
        if (++breaks > MOST_BREAKS) {
          throw new IOException(WebFile.clause(why), Download.failed(why));
        }
        Thread.sleep(Duration.ofSeconds((1L << (breaks - 1)) - 1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() {
      if (answer != null) {
        answer.close();
        answer = null;
      }
    }
  }
}
