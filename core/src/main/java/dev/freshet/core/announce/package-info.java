/// The client's side of trackers: whom to tell, what and when. May import `edge`, `api` and
/// `protocol`; no tracker is asked more often than it allows.
package dev.freshet.core.announce;
