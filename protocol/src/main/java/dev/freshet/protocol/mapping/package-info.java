/// What is said to a gateway so that it lets others through to us: NAT-PMP (RFC 6886), PCP (RFC
/// 6887), and UPnP's discovery, description and calls. Answers come from a machine that may be
/// anyone's: all of them are bounded, and what is not understood is null.
package dev.freshet.protocol.mapping;
