package io.tapevault.predicate;

import io.tapevault.json.FieldValues;
import io.tapevault.predicate.PredicateParser.AllContext;
import io.tapevault.predicate.PredicateParser.AnyContext;
import io.tapevault.predicate.PredicateParser.CallContext;
import io.tapevault.predicate.PredicateParser.ComparisonContext;
import io.tapevault.predicate.PredicateParser.GroupContext;
import io.tapevault.predicate.PredicateParser.NotContext;
import io.tapevault.predicate.PredicateParser.OneContext;
import io.tapevault.predicate.PredicateParser.ValueContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.LexerNoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/// Reads conditions in Teleport's predicate language: `equals(user, "alice") &&
/// !contains(addr.remote, "10.")`.
public final class Predicates {

  private static final int LONGEST = 2_000;
  private static final int DEEPEST = 50;
  private static final String EXAMPLE =
      " write as in equals(user, \"alice\") && !contains(addr.remote, \"10.\")";

  private Predicates() {}

  /// Says what is wrong, and at which character.
  public static final class NotValid extends Exception {
    private static final long serialVersionUID = 1;

    NotValid(int character, String why) {
      super("character " + (character + 1) + ": " + why);
    }

    NotValid(String why) {
      super(why);
    }
  }

  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int character;

    Wrong(int character, String why) {
      super(why);
      this.character = character;
    }
  }

  public static Condition parse(String text) throws NotValid {
    if (text.length() > LONGEST) {
      throw new NotValid("it is longer than " + LONGEST + " characters");
    }
    try {
      PredicateLexer lexer = new PredicateLexer(CharStreams.fromString(text));
      CommonTokenStream tokens = new CommonTokenStream(lexer);
      PredicateParser parser = new PredicateParser(tokens);
      Listener listener = new Listener();
      lexer.removeErrorListeners();
      lexer.addErrorListener(listener);
      parser.removeErrorListeners();
      parser.addErrorListener(listener);
      tokens.fill();
      checkDepth(tokens.getTokens());
      return any(parser.predicate().any());
    } catch (Wrong e) {
      throw new NotValid(e.character, String.valueOf(e.getMessage()));
    }
  }

  /// A parser that descends takes a part of the stack for each level.
  private static void checkDepth(List<Token> tokens) {
    Deque<Integer> groups = new ArrayDeque<>();
    int depth = 0;
    int negations = 0;
    for (Token token : tokens) {
      switch (token.getText()) {
        case "!" -> {
          negations++;
          depth++;
        }
        case "(" -> {
          groups.push(negations + 1);
          negations = 0;
          depth++;
        }
        case ")" -> {
          depth -= negations + (groups.isEmpty() ? 0 : groups.pop());
          negations = 0;
        }
        case "&&", "||" -> {
          depth -= negations;
          negations = 0;
        }
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new Wrong(token.getStartIndex(), "more than " + DEEPEST + " levels");
      }
    }
  }

  private static final class Listener extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw symbol instanceof Token token
          ? new Wrong(token.getStartIndex(), doesNotBelong(token))
          : new Wrong(
              ((LexerNoViableAltException) e).getStartIndex(),
              "no name, number or text in quotes begins here, or a text has no end;" + EXAMPLE);
    }
  }

  private static String doesNotBelong(Token token) {
    return token.getType() == Token.EOF
        ? "something is missing at the end;" + EXAMPLE
        : "'" + token.getText() + "' does not belong here;" + EXAMPLE;
  }

  private static Condition any(AnyContext any) {
    List<Condition> parts = any.all().stream().map(Predicates::all).toList();
    return parts.size() == 1 ? parts.getFirst() : new Condition.AnyOf(parts);
  }

  private static Condition all(AllContext all) {
    List<Condition> parts = all.one().stream().map(Predicates::one).toList();
    return parts.size() == 1 ? parts.getFirst() : new Condition.AllOf(parts);
  }

  private static Condition one(OneContext one) {
    return switch (one) {
      case NotContext not -> new Condition.Not(one(not.one()));
      case GroupContext group -> any(group.any());
      case ComparisonContext comparison -> {
        Condition equal =
            new Condition.In(comparison.field().getText(), List.of(text(comparison.value())));
        yield comparison.op.getText().equals("==") ? equal : new Condition.Not(equal);
      }
      case CallContext call -> call(call);
      default -> throw new IllegalStateException("the grammar has a rule that nobody reads");
    };
  }

  private static Condition call(CallContext call) {
    String field = call.field().getText();
    List<String> values = call.value().stream().map(Predicates::text).toList();
    Token name = call.NAME().getSymbol();
    return switch (name.getText()) {
      case "equals" -> new Condition.In(field, List.of(only(values, name)));
      case "in" -> new Condition.In(field, some(values, name));
      case "contains" -> new Condition.Contains(field, only(values, name));
      case "hasPrefix" -> new Condition.HasPrefix(field, only(values, name));
      case "exists" -> {
        if (!values.isEmpty()) {
          throw new Wrong(name.getStartIndex(), "exists takes a field and nothing else");
        }
        yield new Condition.Exists(field);
      }
      default ->
          throw new Wrong(
              name.getStartIndex(),
              "there is no "
                  + name.getText()
                  + "; there are equals, in, contains, hasPrefix, exists");
    };
  }

  private static String only(List<String> values, Token name) {
    if (values.size() != 1) {
      throw new Wrong(name.getStartIndex(), name.getText() + " takes a field and one value");
    }
    return values.getFirst();
  }

  private static List<String> some(List<String> values, Token name) {
    if (values.isEmpty()) {
      throw new Wrong(name.getStartIndex(), name.getText() + " takes a field and some values");
    }
    return values;
  }

  private static String text(ValueContext value) {
    String text = value.getText();
    if (value.TEXT() != null) {
      return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    if (value.NUMBER() != null) {
      return FieldValues.number(text);
    }
    if (value.NAME() != null && !text.equals("true") && !text.equals("false")) {
      throw new Wrong(
          value.getStart().getStartIndex(), "a text stands in quotes: \"" + text + "\"");
    }
    return text;
  }
}
