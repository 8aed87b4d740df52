package io.tapevault.http;

import java.util.function.Function;

/// What a request says, or the problem with it.
public sealed interface Decoded<T> {

  record Understood<T>(T value) implements Decoded<T> {}

  record Misunderstood<T>(Problem problem) implements Decoded<T> {}

  static <T> Decoded<T> of(T value) {
    return new Understood<>(value);
  }

  static <T> Decoded<T> problem(Problem.Type type, String detail) {
    return new Misunderstood<>(new Problem(type, detail));
  }

  /// Goes on with what was understood; a problem stays one.
  default <U> Decoded<U> then(Function<T, Decoded<U>> next) {
    return switch (this) {
      case Understood<T>(T value) -> next.apply(value);
      case Misunderstood<T>(Problem problem) -> new Misunderstood<>(problem);
    };
  }

  default Answer answer(Function<T, Answer> answer) {
    return switch (this) {
      case Understood<T>(T value) -> answer.apply(value);
      case Misunderstood<T>(Problem problem) -> problem;
    };
  }
}
