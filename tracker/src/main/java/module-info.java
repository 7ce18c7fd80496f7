/// The tracker: HTTP and UDP shells round the core's registry.
@org.jspecify.annotations.NullMarked
module dev.freshet.tracker {
  requires transitive dev.freshet.core;
  requires jdk.management;
  requires org.eclipse.jetty.server;
  requires static transitive org.jspecify;

  exports dev.freshet.tracker;
}
