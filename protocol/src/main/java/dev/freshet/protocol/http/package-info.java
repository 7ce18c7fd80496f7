/// HTTP/1.1 as a client speaks it (RFC 9112): requests out, responses in, read piece by piece with
/// a limit on everything that a server chooses. Imports nothing of the house.
package dev.freshet.protocol.http;
