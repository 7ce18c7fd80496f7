/// uTP (BEP 29): connections that are carried in datagrams and give way to everything else on the
/// line (LEDBAT, RFC 6817). Above it a connection is a connection, whichever way it is carried; it
/// sends nothing but datagrams. May import `edge`, `rate` and `protocol`. The bytes that come out
/// are those that went in, in order, or the connection ends; nothing is held without a limit.
///
/// *Theory of operation.* A datagram that comes only changes what is known; an effect on a
/// connection only adds to what is to be sent. Both ask for a tick at once. The tick hands on all
/// that came, then sends all that may be sent: so whatever comes in one round of the network is
/// answered by one acknowledgement, and handed on in one piece.
package dev.freshet.core.utp;
