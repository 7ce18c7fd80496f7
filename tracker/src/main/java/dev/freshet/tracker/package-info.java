/// Tracker servers over HTTP and UDP, thin shells round core.registry. A shell translates and
/// performs; what a tracker decides is decided in the registry.
package dev.freshet.tracker;
