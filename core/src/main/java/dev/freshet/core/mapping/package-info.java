/// How the gateway of the local network is brought to let others through to us: whom to ask by
/// which protocol, when to renew, and to leave nothing behind. May import `edge` and `api`; asks no
/// other machine than the gateway.
package dev.freshet.core.mapping;
