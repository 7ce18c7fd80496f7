package dev.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// With a server whose certificate nobody has signed but itself.
@Isolated("it changes what this process trusts")
final class LateTlsTest {
  private static final String SECRET = "secret";
  private final SSLContext before = systemTls();
  private SSLContext trusting;
  private HttpsServer server;
  @TempDir Path folder;

  @BeforeEach
  void open() throws Exception {
    KeyStore keys = keys();
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, SECRET.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    SSLContext.setDefault(before);
  }

  @Test
  void whatTheSystemTrustsIsSpokenTo() throws Exception {
    SSLContext.setDefault(trusting);
    assertThat(fetch("localhost")).isEqualTo("ok");
  }

  @Test
  void whatTheSystemDoesNotTrustIsRefused() {
    assertThatThrownBy(() -> fetch("localhost")).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    SSLContext.setDefault(trusting);
    assertThatThrownBy(() -> fetch("127.0.0.1")).isInstanceOf(SSLHandshakeException.class);
  }

  private String fetch(String host) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(new LateTls()).build()) {
      URI at = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
      return client.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString()).body();
    }
  }

  private KeyStore keys() throws Exception {
    Path store = folder.resolve("keys");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            tool,
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            SECRET,
            "-keypass",
            SECRET);
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    return keys;
  }

  private static SSLContext systemTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
