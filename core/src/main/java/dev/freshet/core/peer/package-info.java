/// One conversation with one peer: its bytes to messages, what both sides have said, what was asked
/// for. May import `edge`, `link`, `rate`, `table` and `protocol`; never knows of other peers or of
/// the torrent's pieces as a whole.
package dev.freshet.core.peer;
