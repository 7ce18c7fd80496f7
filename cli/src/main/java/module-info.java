/// The program.
@org.jspecify.annotations.NullMarked
module dev.freshet.cli {
  requires dev.freshet.engine;
  requires dev.freshet.lab;
  requires dev.freshet.sim;
  requires dev.freshet.tracker;
  requires info.picocli;
  requires jdk.unsupported;
  requires static org.jspecify;

  opens dev.freshet.cli to
      info.picocli;
}
