/// The words shared with whoever embeds us: commands, events, status. May import `protocol`; all of
/// them are immutable.
package dev.freshet.core.api;
