package io.tapevault.http;

import java.io.IOException;
import java.util.function.Function;

/// What a request says, or the problem with it.
public sealed interface Decoded<T> {

  record Understood<T>(T value) implements Decoded<T> {}

  record Misunderstood<T>(Problem problem) implements Decoded<T> {}

  /// Answers what was understood.
  interface Handler<T> {
    Answer answer(T value) throws IOException;
  }

  static <T> Decoded<T> of(T value) {
    return new Understood<>(value);
  }

  static <T> Decoded<T> problem(Problem.Type type, String detail) {
    return new Misunderstood<>(new Problem(type, detail));
  }

  /// What follows from what was understood.
  default <U> Decoded<U> then(Function<T, U> next) {
    return switch (this) {
      case Understood<T>(T value) -> of(next.apply(value));
      case Misunderstood<T>(Problem problem) -> new Misunderstood<>(problem);
    };
  }

  /// What a problem is answered with is the problem.
  default Answer answer(Handler<T> handler) throws IOException {
    return switch (this) {
      case Understood<T>(T value) -> handler.answer(value);
      case Misunderstood<T>(Problem problem) -> problem;
    };
  }
}
