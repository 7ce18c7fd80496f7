/// Tracker servers over HTTP and UDP, thin shells round core.registry.
package dev.freshet.tracker;
