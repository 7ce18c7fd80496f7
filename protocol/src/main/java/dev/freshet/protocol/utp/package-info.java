/// uTP (BEP 29): the packets in which a byte stream goes over UDP. Here only their form; how a
/// connection behaves is decided in the core.
package dev.freshet.protocol.utp;
