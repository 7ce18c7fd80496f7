package dev.freshet.it;

/// Another program died of a fault of its own (by a signal such as SIGSEGV), which says nothing
/// about Freshet.
final class OtherCrashed extends AssertionError {
  private static final long serialVersionUID = 1L;

  OtherCrashed(String message) {
    super(message);
  }
}
