/// What can go wrong in the world ([dev.freshet.sim.fault.Fault]), and how often it did.
package dev.freshet.sim.fault;
