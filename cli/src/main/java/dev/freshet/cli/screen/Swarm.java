package dev.freshet.cli.screen;

import dev.freshet.cli.json.Json;
import dev.freshet.core.api.Transport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A swarm as its origin sees it: what `share` shows.
///
/// @param length bytes of the whole
/// @param sent bytes of payload that the origin has sent
/// @param rate bytes a second that it sends now
/// @param seconds how long it has been sharing
/// @param members everybody else, in the order of their coming
public record Swarm(
    String name, long length, long sent, long rate, long seconds, List<Member> members) {
  public Swarm {
    members = List.copyOf(members);
  }

  /// One who downloads or has downloaded.
  ///
  /// @param have bytes that are verified there, as far as is known
  /// @param taken bytes that came from the origin
  /// @param rate bytes a second that come from the origin now
  /// @param here whether it still takes part
  /// @param way how the last connection with it was; null if there was none
  public record Member(
      String address,
      String client,
      long have,
      long taken,
      long rate,
      boolean here,
      @Nullable Way way) {
    private Json json() {
      return new Json()
          .put("address", address)
          .put("client", client)
          .put("have", have)
          .put("taken", taken)
          .put("transport", way == null ? null : way.transport().name().toLowerCase(Locale.ROOT))
          .put("encrypted", way == null ? null : way.encrypted())
          .put("here", here);
    }
  }

  /// How a connection's bytes travel.
  public record Way(Transport transport, boolean encrypted) {}

  /// How many have everything.
  public long complete() {
    return members.stream().filter(member -> member.have() >= length).count();
  }

  /// How many copies all members hold together, those who have left included: their data stays
  /// theirs.
  public double copies() {
    return length == 0 ? 0 : (double) members.stream().mapToLong(Member::have).sum() / length;
  }

  /// What the origin has sent, in units of the whole.
  public double sentOverLength() {
    return length == 0 ? 0 : (double) sent / length;
  }

  /// The same for machines.
  public Json json() {
    return new Json()
        .put("name", name)
        .put("size", length)
        .put("seconds", seconds)
        .put("peers", members.size())
        .put("members", members.stream().map(Member::json).toList())
        .put("complete", complete())
        .put("copies", copies())
        .put("sent", sent)
        .put("sent_over_size", sentOverLength());
  }
}
