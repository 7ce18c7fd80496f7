package dev.freshet.cli;

import dev.freshet.cli.screen.Screen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// What the launcher's build plays through once, in one process, while Java takes notes (JEP 483,
/// JEP 515): which classes a command needs, and which methods of a transfer are worth compiling. A
/// later start reads the notes instead of finding out again.
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /// Makes a torrent of the file `data` in the folder that is named, seeds it, and fetches it over
  /// the loopback, with a tracker that knows nobody.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]));
    try (ServerSocket tracker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answer(tracker));
      String url = "http://127.0.0.1:" + tracker.getLocalPort() + "/announce";
      rehearsal.all(url);
    }
    // threads of libraries may linger
    System.exit(ExitCode.DONE);
  }

  private void all(String tracker) throws IOException, InterruptedException {
    String torrent = file("data.torrent");
    program().run("create", file("data"), "-o", torrent, "--tracker", tracker);
    String port = freePort();
    String[] seed = {"seed", torrent, "--dir", folder.toString(), "--port", port};
    String[] get = {"get", torrent, "--dir", file("copy"), "--peer", "127.0.0.1:" + port};
    Thread seeding = Thread.ofPlatform().start(() -> play(seed, "--seed-ratio", "1"));
    play(get, "--timeout", "60s");
    seeding.join(PATIENCE);
    program().run("verify", torrent, "--dir", file("copy"));
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private static void answer(ServerSocket tracker) {
    String nobody = "d8:intervali1800e5:peers0:e";
    String reply = "HTTP/1.1 200 OK\r\nContent-Length: " + nobody.length() + "\r\n\r\n" + nobody;
    byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
    while (!tracker.isClosed()) {
      try (Socket asker = tracker.accept()) {
        asker.getInputStream().read(new byte[4096]);
        asker.getOutputStream().write(bytes);
      } catch (IOException e) {
        // it is over, or they have gone: the rehearsal does without
      }
    }
  }

  private void play(String[] command, String... rest) {
    String[] alone = {"--bind", "127.0.0.1", "--no-dht"};
    program().run(Stream.of(command, alone, rest).flatMap(Stream::of).toArray(String[]::new));
  }

  private Program program() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Map<String, String> environment = Map.of("XDG_STATE_HOME", folder.toString());
    Interrupt interrupt = new Interrupt();
    interrupt.listen();
    return new Program(new Shell(nowhere, nowhere, Screen.none(nowhere), environment, interrupt));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}
