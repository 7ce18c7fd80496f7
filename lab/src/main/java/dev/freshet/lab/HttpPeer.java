package dev.freshet.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// One client of client-server: fetches the file through its own downlink to the disk, and checks
/// it on the way.
final class HttpPeer implements AutoCloseable {
  private static final int OK = 200;
  private static final int PORTION = 16 << 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path target;
  private final Lane downlink;
  private final AtomicLong have = new AtomicLong();

  HttpPeer(Path target, Lane downlink) {
    this.target = target;
    this.downlink = downlink;
  }

  /// Bytes that are here.
  long have() {
    return have.get();
  }

  /// Asks for what is empty, so that client and server have found each other.
  void greet(URI from) throws IOException, InterruptedException, LabException {
    try (InputStream in = get(from)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /// Fetches the whole file; returns when it is written and is what its hash says.
  void fetch(URI from, byte[] sha256) throws IOException, InterruptedException, LabException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = get(from);
        OutputStream out = Files.newOutputStream(target)) {
      byte[] portion = new byte[PORTION];
      int length = in.read(portion);
      while (length > 0) {
        downlink.pass(length);
        digest.update(portion, 0, length);
        out.write(portion, 0, length);
        have.addAndGet(length);
        length = in.read(portion);
      }
    }
    if (!Arrays.equals(digest.digest(), sha256)) {
      throw new LabException("the HTTP download " + target + " is not what the origin has");
    }
  }

  private InputStream get(URI from) throws IOException, InterruptedException, LabException {
    HttpResponse<InputStream> response =
        client.send(HttpRequest.newBuilder(from).build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != OK) {
      throw new LabException("the HTTP server answered " + response.statusCode());
    }
    return response.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
