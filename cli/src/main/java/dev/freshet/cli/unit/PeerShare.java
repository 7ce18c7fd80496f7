package dev.freshet.cli.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Peers that are alike, as an option names them: how many, what each sends, and what each
/// receives. Written `20:10MB/s`, `20%:10MB/s:50MB/s`, `5:none`: `none` sends nothing.
///
/// @param number of peers, or of hundredths of all
/// @param percent which of them
/// @param upBytesPerSecond 0 for nothing
/// @param down null if the option does not say
public record PeerShare(
    BigDecimal number, boolean percent, long upBytesPerSecond, @Nullable Rate down) {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,18}|\\d{1,3}(?:\\.\\d{1,6})?%):([^:]+)(?::([^:]+))?");

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /// Null if `text` is no such thing.
  public static @Nullable PeerShare parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    String number = matcher.group(1);
    boolean percent = number.endsWith("%");
    BigDecimal value = new BigDecimal(percent ? number.replace("%", "") : number);
    boolean nothing = matcher.group(2).equals("none");
    Rate up = nothing ? new Rate(0) : Rate.parse(matcher.group(2));
    Rate down = matcher.group(3) == null ? null : Rate.parse(matcher.group(3));
    boolean unread = down == null && matcher.group(3) != null;
    if (up == null || unread || (up.bytesPerSecond() == 0 && !nothing)) {
      return null;
    }
    boolean sensible = value.signum() > 0 && (!percent || value.compareTo(HUNDRED) <= 0);
    return sensible ? new PeerShare(value, percent, up.bytesPerSecond(), down) : null;
  }

  /// How many of this many peers it means, rounded to the nearest.
  public long of(long peers) {
    return percent
        ? number
            .multiply(BigDecimal.valueOf(peers))
            .divide(HUNDRED, 0, RoundingMode.HALF_UP)
            .longValueExact()
        : number.longValueExact();
  }
}
