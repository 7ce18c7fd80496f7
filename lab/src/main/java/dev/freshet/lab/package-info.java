/// The lab: hands one file from an origin to peers on this machine, for real, and measures it.
/// [ClientServerRun] does so with an HTTP server and as many clients, [PeerToPeerRun] with engines
/// and a tracker; both over the loopback, without root, at the same rates.
///
/// # What is measured
///
/// The clock starts when the origin is ready and all peers are let go at once; a peer has finished
/// when it has written every byte and every byte was seen to be right. Rates count payload, the
/// bytes of the file alone, in both runs: headers, requests and acknowledgements ride beside them
/// and cost the processor, not the links. No link is ahead of its rate: the server's begins empty;
/// an engine's is shut until the start and may then have saved up two blocks, so the engines' clock
/// is set back by the time that the slowest link takes for these.
///
/// Imports the engine and the tracker; never the simulated world.
package dev.freshet.lab;
