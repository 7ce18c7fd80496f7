package dev.freshet.it;

/// The kinds of metainfo (BEP 52).
enum Flavour {
  V1("--v1"),
  HYBRID("--hybrid"),
  V2("--v2");

  private final String flag;

  Flavour(String flag) {
    this.flag = flag;
  }

  /// How `create` is asked for it.
  String flag() {
    return flag;
  }
}
