package io.tapevault.disk.sqlite;

import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.Scope;
import io.tapevault.token.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens in a SQLite file.
final class SqliteTokens implements Tokens {

  private static final String CREATE =
      "INSERT INTO token (id, digest, name, scopes, made_by, made_at, expires)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
  private static final String REVOKE =
      "UPDATE token SET revoked_by = ?2, revoked_at = ?3 WHERE id = ?1 AND revoked_at IS NULL";
  private static final String USED =
      "UPDATE token SET used_at = ?2 WHERE id = ?1 AND (used_at IS NULL OR used_at <= ?3)";
  private static final String SELECT =
      "SELECT id, digest, name, scopes, made_by, made_at, expires, revoked_by, revoked_at, used_at"
          + " FROM token WHERE id ";

  private final Connections connections;

  SqliteTokens(Connections connections) {
    this.connections = connections;
  }

  @Override
  public boolean create(IssuedToken token) {
    return connections.write(
        "keep a token",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
            Grant grant = token.grant();
            insert.setString(1, token.id());
            insert.setString(2, token.digest());
            insert.setString(3, grant.name());
            insert.setString(4, Scope.text(grant.scopes()));
            insert.setString(5, grant.by());
            insert.setLong(6, grant.at().toEpochMilli());
            insert.setObject(7, grant.expires() == null ? null : grant.expires().toEpochMilli());
            int _ = insert.executeUpdate();
          }
          return select(connection, "= ?1", token.id(), 1)
              .getFirst()
              .digest()
              .equals(token.digest());
        });
  }

  @Override
  public Optional<IssuedToken> find(String id) {
    return connections
        .read("find a token", connection -> select(connection, "= ?1", id, 1))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<IssuedToken> revoke(String id, Revocation revocation) {
    return connections.write(
        "revoke a token",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(REVOKE)) {
            update.setString(1, id);
            update.setString(2, revocation.by());
            update.setLong(3, revocation.at().toEpochMilli());
            int _ = update.executeUpdate();
          }
          return select(connection, "= ?1", id, 1).stream().findFirst();
        });
  }

  @Override
  public List<IssuedToken> list(String after, int most) {
    return connections.read(
        "list tokens", connection -> select(connection, "> ?1 ORDER BY id", after, most));
  }

  @Override
  public void used(String id, Instant at) {
    connections.write(
        "note the use of a token",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(USED)) {
            update.setString(1, id);
            update.setLong(2, at.toEpochMilli());
            update.setLong(3, at.minus(IssuedToken.NOTED).toEpochMilli());
            return update.executeUpdate();
          }
        });
  }

  private static List<IssuedToken> select(Connection connection, String which, String id, int most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + which + " LIMIT ?2")) {
      select.setString(1, id);
      select.setInt(2, most);
      List<IssuedToken> tokens = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          tokens.add(token(row));
        }
      }
      return tokens;
    }
  }

  private static IssuedToken token(ResultSet row) throws SQLException {
    @Nullable String revokedBy = row.getString(8);
    return new IssuedToken(
        row.getString(1),
        row.getString(2),
        new Grant(
            row.getString(3),
            Scope.ofText(row.getString(4)),
            row.getString(5),
            Instant.ofEpochMilli(row.getLong(6)),
            time(row, 7)),
        revokedBy == null ? null : new Revocation(revokedBy, Instant.ofEpochMilli(row.getLong(9))),
        time(row, 10));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
