package dev.freshet.protocol.proxy;

import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// SOCKS5's `CONNECT` and `UDP ASSOCIATE` (RFC 1928), with a password where the proxy asks for one
/// (RFC 1929).
final class Socks5Tunnel implements Tunnel {
  private static final byte VERSION = 5;
  private static final byte LOGIN_VERSION = 1;
  private static final byte NO_LOGIN = 0;
  private static final byte BY_PASSWORD = 2;
  static final byte V4 = 1;
  static final byte NAME = 3;
  static final byte V6 = 4;

  /// The longest answer: one that names a host of 255 bytes.
  private static final int MAX_ANSWER = 4 + 1 + 255 + 2;

  /// What is asked for, and what it is when the proxy does not do that.
  private enum Command {
    CONNECT(1, "it opens no connections"),
    ASSOCIATE(3, "it does not know how");

    final byte code;
    final String refusal;

    Command(int code, String refusal) {
      this.code = (byte) code;
      this.refusal = refusal;
    }
  }

  private enum Stage {
    /// The proxy chooses how we log in. Leaves to any of the others.
    METHOD,
    /// It looks at our password. Leaves to the answer, or the end.
    LOGIN,
    /// It says whether it has connected. Leaves to the end.
    ANSWER,
    OVER
  }

  private final Command command;

  /// Null where that is not for us to say.
  private final @Nullable Target to;

  private final Proxy.@Nullable Login login;
  private final ByteBuffer read = ByteBuffer.allocate(MAX_ANSWER);
  private Stage stage = Stage.METHOD;

  private Socks5Tunnel(Command command, @Nullable Target to, Proxy.@Nullable Login login) {
    this.command = command;
    this.to = to;
    this.login = login;
  }

  static Tunnel connecting(Target to, Proxy.@Nullable Login login) {
    return new Socks5Tunnel(Command.CONNECT, to, login);
  }

  /// Where our datagrams will come from is not said: a router on the way may change it.
  static Tunnel associating(Proxy.@Nullable Login login) {
    return new Socks5Tunnel(Command.ASSOCIATE, null, login);
  }

  @Override
  public ByteBuffer greeting() {
    return login == null
        ? ByteBuffer.wrap(new byte[] {VERSION, 1, NO_LOGIN})
        : ByteBuffer.wrap(new byte[] {VERSION, 2, NO_LOGIN, BY_PASSWORD});
  }

  @Override
  public Step received(ByteBuffer in) {
    while (read.position() < wanted()) {
      if (!in.hasRemaining()) {
        return new Step.More();
      }
      read.put(in.get());
    }
    return switch (stage) {
      case METHOD -> method();
      case LOGIN -> login();
      case ANSWER -> answer();
      case OVER -> throw new IllegalStateException("received after the end");
    };
  }

  /// How long the answer that is awaited is, as far as that is known.
  private int wanted() {
    if (stage != Stage.ANSWER) {
      return 2;
    }
    if (read.position() < 5) {
      return 5;
    }
    return switch (read.get(3)) {
      case V4 -> 4 + 4 + 2;
      case V6 -> 4 + 16 + 2;
      case NAME -> 4 + 1 + (read.get(4) & 0xff) + 2;
      // what follows cannot be known, and is not needed
      default -> 5;
    };
  }

  private Step method() {
    if (read.get(0) != VERSION) {
      return refused("it does not speak SOCKS5");
    }
    byte method = read.get(1);
    read.clear();
    if (method == NO_LOGIN) {
      stage = Stage.ANSWER;
      return new Step.Say(request());
    }
    Proxy.Login known = login;
    if (method == BY_PASSWORD && known != null) {
      stage = Stage.LOGIN;
      return new Step.Say(password(known));
    }
    return refused(
        known == null
            ? "it wants a user and a password"
            : "it does not take a user and a password");
  }

  private Step login() {
    if (read.get(1) != 0) {
      return refused("it does not accept the user and the password");
    }
    read.clear();
    stage = Stage.ANSWER;
    return new Step.Say(request());
  }

  private Step answer() {
    if (read.get(0) != VERSION) {
      return refused("it does not speak SOCKS5");
    }
    byte said = read.get(1);
    byte kind = read.get(3);
    stage = Stage.OVER;
    if (said == 0) {
      return kind == V4 || kind == NAME || kind == V6
          ? new Step.Open(bound(kind))
          : refused("it does not speak SOCKS5");
    }
    return switch (said) {
      case 2 -> new Step.Refused("the proxy does not allow this connection", false);
      case 3 -> new Step.Refused("network unreachable, says the proxy", false);
      case 4 -> new Step.Refused("no route to host, says the proxy", false);
      case 5 -> new Step.Refused("connection refused, says the proxy", false);
      case 6 -> new Step.Refused("timed out, says the proxy", false);
      case 7 -> refused(command.refusal);
      case 8 -> new Step.Refused("the proxy does not know such addresses", false);
      default -> new Step.Refused("the proxy could not connect", false);
    };
  }

  private @Nullable Endpoint bound(byte kind) {
    if (kind == NAME) {
      return null;
    }
    byte[] ip = new byte[kind == V4 ? 4 : 16];
    read.get(4, ip);
    return new Endpoint(IpAddress.of(ip), read.getShort(4 + ip.length) & 0xffff);
  }

  private Step refused(String reason) {
    stage = Stage.OVER;
    return new Step.Refused(reason, true);
  }

  private static ByteBuffer password(Proxy.Login login) {
    byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
    byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 + user.length + password.length)
        .put(LOGIN_VERSION)
        .put((byte) user.length)
        .put(user)
        .put((byte) password.length)
        .put(password)
        .flip();
  }

  private ByteBuffer request() {
    ByteBuffer request = ByteBuffer.allocate(MAX_ANSWER);
    request.put(VERSION).put(command.code).put((byte) 0);
    if (to == null) {
      return request.put(V4).putInt(0).putShort((short) 0).flip();
    }
    return put(to, request).flip();
  }

  /// Writes an address as SOCKS5 does.
  static ByteBuffer put(Target to, ByteBuffer into) {
    IpAddress ip = to.ip();
    if (ip == null) {
      byte[] name = to.host().getBytes(StandardCharsets.US_ASCII);
      into.put(NAME).put((byte) name.length).put(name);
    } else {
      into.put(ip.isV4() ? V4 : V6).put(ip.bytes());
    }
    return into.putShort((short) to.port());
  }
}
