package dev.freshet.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Machines on one wire that leads nowhere, in network namespaces, numbered from 1. They have
/// addresses that all clients call, which a loopback address is not: Transmission calls none that
/// it heard of, and its DHT none at all.
///
/// @param files where the pids of the machines are
record Street(Stage stage, Path files, Child wire) {
  /// Skips the test where no such networks can be made.
  static void assume() throws IOException, InterruptedException {
    Namespaces.assume("unshare", "-rn", "ip", "link", "add", "br0", "type", "bridge");
  }

  static Street of(Stage stage, int machines) {
    Path files = stage.folder("street");
    String script = Resources.copy("street.sh", files).toString();
    Child street =
        stage.start(
            "street",
            List.of("unshare", "-rn", "sh", script, files.toString(), String.valueOf(machines)));
    stage.until("the street", () -> street.out().contains("READY"), street);
    return new Street(stage, files, street);
  }

  /// A machine's address.
  static String address(int machine) {
    return "10.79.0." + machine;
  }

  /// A machine, as a place to start programs on.
  Stage at(int machine) {
    try {
      return inside(Files.readString(files.resolve(machine + ".pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leaves a machine five kilobytes a second, each way.
  void narrow(int machine) {
    limit(at(machine), "eth0");
    limit(inside(String.valueOf(wire.pid())), "port" + machine);
  }

  private static void limit(Stage place, String device) {
    String bucket = "tc qdisc add dev " + device + " root tbf rate 40kbit burst 4kb latency 1s";
    String said = place.answer(List.of(bucket.split(" ")));
    assertThat(said).as(bucket).isEmpty();
  }

  private Stage inside(String pid) {
    return stage.through(Namespaces.network(pid));
  }
}
