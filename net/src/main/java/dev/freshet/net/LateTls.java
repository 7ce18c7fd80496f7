package dev.freshet.net;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// TLS as the system has set it up, but not before somebody speaks it: an HTTP client wants a
/// context at its making, and to read all the authorities that are trusted takes longer than a
/// whole announce to a tracker without TLS. Thread-safe.
final class LateTls extends SSLContext {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /// TLS 1.3 and 1.2.
  LateTls() {
    super(new Spi(), new None(), "TLS");
  }

  private static final class None extends Provider {
    private static final long serialVersionUID = 1L;

    None() {
      super("Freshet late TLS", "1", "TLS of the system, when it is first spoken");
    }
  }

  private static final class Spi extends SSLContextSpi {
    private static SSLContext system() {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this system's TLS is not usable: " + e.getMessage(), e);
      }
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it is set up by the system");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return system().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return system().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return system().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return system().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return system().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return system().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return new SSLParameters(null, VERSIONS);
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return system().getSupportedSSLParameters();
    }
  }
}
