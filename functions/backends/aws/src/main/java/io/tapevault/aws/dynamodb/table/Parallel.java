package io.tapevault.aws.dynamodb.table;

import io.tapevault.event.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Asks DynamoDB for several things at once, but never for too many.
public final class Parallel {

  private static final int MOST = 16;

  private Parallel() {}

  /// The answers in the order of the inputs. After a failure nothing more is begun, and what runs
  /// is waited for.
  public static <T, R> List<R> map(List<T> inputs, Function<T, R> work) {
    if (inputs.isEmpty()) {
      return List.of();
    }
    if (inputs.size() == 1) {
      return List.of(work.apply(inputs.getFirst()));
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(MOST, Thread.ofVirtual().factory())) {
      List<Future<R>> futures = new ArrayList<>();
      for (T input : inputs) {
        futures.add(threads.submit(() -> work.apply(input)));
      }
      return answers(futures);
    }
  }

  private static <R> List<R> answers(List<Future<R>> futures) {
    List<R> answers = new ArrayList<>();
    try {
      for (Future<R> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }
}
