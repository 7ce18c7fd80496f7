package dev.freshet.core.utp;

/// Where a connection stands.
sealed interface State {
  /// We have asked for it, so often. Leaves to [Open] and [Over].
  record Calling(int tries, long againAt) implements State {}

  /// We were asked for it, and have answered; whoever asked may have lied about the address. Leaves
  /// to [Open] and [Over].
  record Called(long until) implements State {}

  /// Bytes go both ways. Leaves to [Leaving] and [Over].
  record Open() implements State {}

  /// Nobody here wants anything of it any more: what is under way is seen through, with our end
  /// behind it. Leaves to [Over].
  record Leaving(long until) implements State {}

  /// Nothing is sent any more. Final.
  record Over(String reason) implements State {}
}
