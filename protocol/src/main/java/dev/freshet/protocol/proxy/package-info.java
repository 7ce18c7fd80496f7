/// Proxies: SOCKS5, for TCP connections and datagrams (RFC 1928, with passwords by RFC 1929), and
/// HTTP's `CONNECT` (RFC 9110). Bytes in, bytes out, no sockets; what a proxy answers is bounded.
package dev.freshet.protocol.proxy;
