package dev.freshet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What a waiting command is woken by: the wish that the program ends, by Ctrl-C or a polite kill,
/// and news of its work. The first signal asks; the second ends the process at once.
final class Interrupt {
  private final AtomicInteger signal = new AtomicInteger();
  private final Semaphore news = new Semaphore(0);
  private volatile Runnable atTheLatest = () -> {};

  /// Takes the process's signals from now on. Where the Java runtime has no way to do that, its own
  /// habit stays: the first signal ends the process.
  void listen() {
    take("INT");
    take("TERM");
  }

  private void take(String name) {
    try {
      handle(name);
    } catch (ReflectiveOperationException e) {
      // such as a signal that the parent has set to be ignored
      System.getLogger("dev.freshet.cli").log(System.Logger.Level.DEBUG, name + " stays as is", e);
    }
  }

  // By reflection: javac warns of any mention of this class in the source, and cannot be told not
  // to.
  private void handle(String name) throws ReflectiveOperationException {
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
      try {
        atTheLatest.run();
      } finally {
        Runtime.getRuntime().halt(ExitCode.SIGNAL + number);
      }
    }
    wake();
  }

  /// Has this done before the second signal ends the process; it should be over in a moment.
  void atTheLatest(Runnable what) {
    atTheLatest = what;
  }

  /// Ends the present or next [#await] early: there may be something to do.
  void wake() {
    news.release();
  }

  /// The signal that asked to end; 0 if none did.
  int signal() {
    return signal.get();
  }

  /// Waits this long, or until there is news; returns whether a signal has asked to end.
  boolean await(long nanos) throws InterruptedException {
    if (signal() == 0 && news.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
    return signal() != 0;
  }
}
