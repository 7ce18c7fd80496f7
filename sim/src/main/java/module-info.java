/// The deterministic world: the same nodes as the product's, in virtual time, over virtual links
/// and disks. One seed gives one course of events. Knows no real clock, network or file.
@org.jspecify.annotations.NullMarked
module dev.freshet.sim {
  requires transitive dev.freshet.core;
  requires dev.freshet.storage;
  requires static transitive org.jspecify;

  exports dev.freshet.sim.piece;
  exports dev.freshet.sim.scenario;
  exports dev.freshet.sim.score;
  exports dev.freshet.sim.swarm;
}
