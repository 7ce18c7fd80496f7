package dev.freshet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The wish that the program ends: Ctrl-C or a polite kill. The first one asks; the second ends the
/// process at once.
final class Interrupt {
  private final AtomicInteger signal = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);

  /// Takes the process's signals from now on. Where the Java runtime has no way to do that, its own
  /// habit stays: the first signal ends the process.
  void listen() {
    try {
      take("INT");
      take("TERM");
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      System.getLogger("dev.freshet.cli").log(System.Logger.Level.DEBUG, "signals stay as is", e);
    }
  }

  // By reflection: javac warns of any mention of this class in the source, and cannot be told not
  // to.
  private void take(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object wanted = type.getConstructor(String.class).newInstance(name);
    int number = (int) type.getMethod("getNumber").invoke(wanted);
    InvocationHandler answer =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                raised(number);
                yield null;
              }
              case "hashCode" -> number;
              case "equals" -> false;
              default -> method.getName();
            };
    Object proxy =
        Proxy.newProxyInstance(Interrupt.class.getClassLoader(), new Class<?>[] {handler}, answer);
    type.getMethod("handle", type, handler).invoke(null, wanted, proxy);
  }

  /// A signal came.
  void raised(int number) {
    if (!signal.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(ExitCode.SIGNAL + number);
    }
    asked.countDown();
  }

  /// The signal that asked to end; 0 if none did.
  int signal() {
    return signal.get();
  }

  /// Waits this long, or until a signal asks to end; returns whether one did.
  boolean await(long nanos) throws InterruptedException {
    return asked.await(nanos, TimeUnit.NANOSECONDS);
  }
}
