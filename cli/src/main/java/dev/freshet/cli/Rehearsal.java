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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the launcher's build plays through once, in one process, while Java takes notes (JEP 483,
/// JEP 515): which classes a command needs, and which methods of a transfer are worth compiling. A
/// later start reads the notes instead of finding out again.
final class Rehearsal {
  private static final String PATIENCE = "60s";
  private static final int FETCHING = 4;
  private static final String UPLINK = "4MB/s";

  private final Path folder;
  private volatile boolean failed;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /// Makes a torrent of the file `data` in the folder that is named, seeds it, and lets a small
  /// crowd fetch it over the loopback, with a tracker that knows nobody. Fails if any of them does:
  /// notes of a transfer that never was would be worth nothing.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]));
    try (ServerSocket tracker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answer(tracker));
      String url = "http://127.0.0.1:" + tracker.getLocalPort() + "/announce";
      rehearsal.all(url);
    }
    // threads of libraries may linger, and the seed stays
    System.exit(rehearsal.failed ? ExitCode.FAILED : ExitCode.DONE);
  }

  private void all(String tracker) throws IOException, InterruptedException {
    String torrent = file("data.torrent");
    run("create", file("data"), "-o", torrent, "--tracker", tracker);
    crowd(torrent);
    run("verify", torrent, "--dir", file("copy1"));
  }

  /// All call all, those that have not begun yet too, and one speaks uTP alone. The lines are slow,
  /// so that they give to one another.
  private void crowd(String torrent) throws IOException, InterruptedException {
    List<String> ports = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    for (int i = 0; i <= FETCHING; i++) {
      ports.add(freePort());
      calls.addAll(List.of("--peer", "127.0.0.1:" + ports.get(i)));
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> transfer("seed", torrent, folder.toString(), ports.getFirst()));
    List<Thread> crowd = new ArrayList<>();
    for (int i = 1; i <= FETCHING; i++) {
      List<String> rest = new ArrayList<>(calls);
      rest.addAll(List.of("--timeout", PATIENCE, "--transport", i == FETCHING ? "utp" : "both"));
      String[] options = rest.toArray(String[]::new);
      String copy = file("copy" + i);
      String port = ports.get(i);
      crowd.add(Thread.ofPlatform().start(() -> transfer("get", torrent, copy, port, options)));
    }
    for (Thread fetching : crowd) {
      fetching.join();
    }
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

  private void transfer(String command, String torrent, String dir, String port, String... rest) {
    String[] usual = {command, torrent, "--dir", dir, "--port", port, "--max-up", UPLINK};
    String[] alone = {"--bind", "127.0.0.1", "--no-dht"};
    run(Stream.of(usual, alone, rest).flatMap(Stream::of).toArray(String[]::new));
  }

  private void run(String... command) {
    if (program().run(command) != ExitCode.DONE) {
      failed = true;
    }
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
