package dev.freshet.cli;

import dev.freshet.protocol.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which address of this machine a command uses.
final class BindOption {
  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address of this machine to use; all of them by default.")
  private @Nullable String bind;

  /// The addresses to listen on; empty for all.
  List<IpAddress> addresses() throws Failure {
    if (bind == null) {
      return List.of();
    }
    IpAddress address = IpAddress.parse(bind);
    if (address == null) {
      throw Failure.usage("--bind " + bind + " is not an address; give one such as 192.0.2.1.");
    }
    return List.of(address);
  }
}
