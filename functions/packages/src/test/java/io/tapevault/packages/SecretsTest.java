package io.tapevault.packages;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tapevault.http.playback.asked.Cursors;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.Token;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/// How long a comparison takes cannot be measured so that a test could rely on it; by what is
/// compared can be seen.
final class SecretsTest {

  private static final JavaClasses COMPARING =
      new ClassFileImporter().importClasses(IssuedToken.class, Cursors.class);

  @Test
  void what_is_shown_is_compared_in_a_time_that_says_nothing_of_where_it_differs() {
    classes()
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .check(COMPARING);
  }

  @Test
  void of_a_token_its_digest_is_compared_and_never_its_secret() {
    noClasses()
        .should()
        .callMethod(Token.class, "secret")
        .check(new ClassFileImporter().importClasses(IssuedToken.class));
  }
}
