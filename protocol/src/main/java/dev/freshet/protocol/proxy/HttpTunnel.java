package dev.freshet.protocol.proxy;

import dev.freshet.protocol.http.HeaderField;
import dev.freshet.protocol.http.HttpException;
import dev.freshet.protocol.http.HttpRequest;
import dev.freshet.protocol.http.ResponseHead;
import dev.freshet.protocol.http.ResponseReader;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP's `CONNECT` (RFC 9110, 9.3.6).
public final class HttpTunnel implements Tunnel {
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  private final Target to;
  private final Proxy.@Nullable Login login;
  private final ResponseReader reader = new ResponseReader();

  HttpTunnel(Target to, Proxy.@Nullable Login login) {
    this.to = to;
    this.login = login;
  }

  @Override
  public ByteBuffer greeting() {
    List<HeaderField> fields =
        login == null ? List.of() : List.of(new HeaderField("proxy-authorization", login.basic()));
    String place = to.toString();
    return ByteBuffer.wrap(new HttpRequest("CONNECT", place, place, fields, new byte[0]).encode());
  }

  @Override
  public Step received(ByteBuffer in) {
    try {
      // up to the head's end, behind which, whatever it says, the target speaks
      reader.read(in, NO_ROOM);
    } catch (HttpException e) {
      return new Step.Refused("it does not speak HTTP", true);
    }
    ResponseHead head = reader.head();
    return head == null ? new Step.More() : answered(head.status());
  }

  /// Why a proxy answers with status 407, to who gave it this login.
  public static String noLogin(Proxy.@Nullable Login given) {
    return given == null
        ? "it wants a user and a password"
        : "it does not accept the user and the password";
  }

  private Step answered(int status) {
    if (status / 100 == 2) {
      return new Step.Open(null);
    }
    return switch (status) {
      case 407 -> new Step.Refused(noLogin(login), true);
      case 403 -> new Step.Refused("the proxy does not allow this connection", false);
      case 405, 501 ->
          new Step.Refused("it opens no connections (HTTP status " + status + ")", true);
      default ->
          new Step.Refused("the proxy could not connect (HTTP status " + status + ")", false);
    };
  }
}
