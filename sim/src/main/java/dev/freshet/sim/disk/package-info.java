/// A disk in memory that can do all that disks do to those who trust them
/// ([dev.freshet.sim.disk.SimDisk]), and the product's storage on it as a store of the world
/// ([dev.freshet.sim.disk.DiskStore]).
package dev.freshet.sim.disk;
