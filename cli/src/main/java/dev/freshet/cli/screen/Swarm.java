package dev.freshet.cli.screen;

import dev.freshet.cli.json.Json;
import java.util.List;

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
  public record Member(
      String address, String client, long have, long taken, long rate, boolean here) {}

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
        .put("complete", complete())
        .put("copies", copies())
        .put("sent", sent)
        .put("sent_over_size", sentOverLength());
  }
}
