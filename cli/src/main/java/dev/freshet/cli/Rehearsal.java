package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.freshet.cli.screen.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the launcher's build plays through once, in one process, while Java takes notes (JEP 483,
/// JEP 515): which classes a command needs, and which methods of a transfer are worth compiling. A
/// later start reads the notes instead of finding out again.
final class Rehearsal {
  private static final String PATIENCE = "60s";
  private static final int FETCHING = 4;
  private static final String UPLINK = "4MB/s";
  private static final int LONGEST_ASKED = 4096;
  private static final Pattern ASKED =
      Pattern.compile(
          "GET /(\\w[\\w.]*)(?:.*range: bytes=(\\d+)-(\\d+))?.*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final byte[] NOBODY = "d8:intervali1800e5:peers0:e".getBytes(US_ASCII);

  private final Path folder;
  private volatile boolean failed;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /// Makes a torrent of the file `data` in the folder that is named, seeds it, and lets a small
  /// crowd fetch it over the loopback by a link, with a tracker that knows nobody and a web seed.
  /// Fails if any of them does: notes of a transfer that never was would be worth nothing.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]));
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> rehearsal.serve(web));
      rehearsal.all("http://127.0.0.1:" + web.getLocalPort() + "/");
    }
    // threads of libraries may linger, and the seed stays
    System.exit(rehearsal.failed ? ExitCode.FAILED : ExitCode.DONE);
  }

  private void all(String web) throws IOException, InterruptedException {
    String torrent = file("data.torrent");
    run(
        "create",
        file("data"),
        "-o",
        torrent,
        "--tracker",
        web + "announce",
        "--web-seed",
        web + "data");
    crowd(torrent, web + "data.torrent");
    run("verify", torrent, "--dir", file("copy1"));
  }

  /// All call all, those that have not begun yet too, and one speaks uTP alone. The lines are slow,
  /// so that they give to one another.
  private void crowd(String torrent, String link) throws IOException, InterruptedException {
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
      crowd.add(Thread.ofPlatform().start(() -> transfer("get", link, copy, port, options)));
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

  private void serve(ServerSocket web) {
    while (!web.isClosed()) {
      try {
        Socket asker = web.accept();
        Thread.ofPlatform().daemon().start(() -> answer(asker));
      } catch (IOException e) {
        // it is over
        return;
      }
    }
  }

  /// Answers what is asked on this connection, one after the other: the folder's files, or parts of
  /// them, and announces.
  private void answer(Socket asker) {
    try (asker) {
      Matcher asked = ASKED.matcher(head(asker.getInputStream()));
      while (asked.matches()) {
        boolean announce = asked.group(1).equals("announce");
        byte[] body = announce ? NOBODY : Files.readAllBytes(folder.resolve(asked.group(1)));
        boolean part = asked.group(2) != null;
        int from = part ? Integer.parseInt(asked.group(2)) : 0;
        int to = part ? Integer.parseInt(asked.group(3)) + 1 : body.length;
        String head =
            "HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
                .formatted(part ? "206 OK" : "200 OK", to - from, from, to - 1, body.length);
        asker.getOutputStream().write(head.getBytes(US_ASCII));
        asker.getOutputStream().write(body, from, to - from);
        asked = ASKED.matcher(head(asker.getInputStream()));
      }
    } catch (IOException e) {
      // they have gone: the rehearsal does without
      return;
    }
  }

  /// What is asked next; empty at the end.
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST_ASKED && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
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
