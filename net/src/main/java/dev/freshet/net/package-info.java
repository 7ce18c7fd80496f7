/// Sockets, HTTP and names. May import core's edge types; never decides anything about BitTorrent.
package dev.freshet.net;
