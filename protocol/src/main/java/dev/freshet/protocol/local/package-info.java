/// Local service discovery (BEP 14): what peers call out on their local network.
package dev.freshet.protocol.local;
