/// Distribution times in closed form: how fast one file can reach many peers at best. Imports the
/// JDK only; sizes are bytes, rates bytes a second, times seconds, and every value is a proven
/// lower bound unless its comment says otherwise.
///
/// # Theory of operation
///
/// `N` peers want a file of `F` bytes. The origin sends at `u_s`, peer `i` sends at `u_i` and
/// receives at `d_i`; `U_n` is the sum of the `n` largest `u_i`. From the origin alone it takes
/// `max(N F / u_s, F / d_min)`. When peers help, no schedule beats `max(F / u_s, F / d_min, N F /
/// (u_s + U_N))`, and a fluid that can be divided without end reaches it.
///
/// A real peer passes on only whole, verified pieces of `p` bytes, and begins with none. However
/// links are shared between transfers, that costs:
///
/// ```
/// B1 = F / u_s + p * sum(n = 1 .. N-1) 1 / (u_s + U_n)
/// B2 =           p * sum(n = 0 .. N-1) 1 / (u_s + U_n) + N (F - p) / (u_s + U_N)
/// ```
///
/// `B1`: the piece that leaves the origin last must still spread, and its copies grow no faster
/// than their holders can send. `B2`: at most `x / p` peers hold a whole piece when `x` bytes have
/// arrived, so the volume moves slowly at first.
///
/// **A short last piece** of `r < p` bytes. Without it the same schedule hands out the whole pieces
/// alone, so the bounds hold for them with `p`; with it every piece has at least `r` bytes, so they
/// hold for all of `F` with `r`. Both are true, the larger counts, and neither is below the fluid
/// bound.
package dev.freshet.core.bound;
