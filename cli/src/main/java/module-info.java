/// The program.
@org.jspecify.annotations.NullMarked
module dev.freshet.cli {
  requires dev.freshet.engine;
  requires dev.freshet.tracker;
  requires static org.jspecify;
}
