package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TenantRole;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A role is a user there, and no transaction takes back what is done to one. A user that nobody is
 * to log in as has a password that nobody knows. Stateless.
 */
final class MySqlRoles implements Roles {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BITS = 160;

    @Override
    public void make(Handle handle, TenantRole role, Placement place, @Nullable String password)
            throws SQLException {
        run(
                handle,
                "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s'"
                        .formatted(account(role), new BigInteger(SECRET_BITS, RANDOM)));
        if (password != null) {
            run(
                    handle,
                    "ALTER USER %s IDENTIFIED BY '%s'".formatted(account(role), plain(password)));
        }
        run(
                handle,
                "ALTER USER %s WITH MAX_USER_CONNECTIONS %d%s ACCOUNT UNLOCK"
                        .formatted(account(role), limit(role), statementTime(role)));
        grant(handle, role, place);
    }

    private static int limit(TenantRole role) {
        Integer limit = role.limits().connectionLimit();
        return limit == null ? 0 : limit;
    }

    /** MySQL itself has no such limit and reads it as a comment. */
    private static String statementTime(TenantRole role) {
        Duration limit = role.limits().statementTimeout();
        long millis = limit == null ? 0 : limit.toMillis();
        return " /*M!100100 MAX_STATEMENT_TIME %s */"
                .formatted(BigDecimal.valueOf(millis, 3).toPlainString());
    }

    /** What means the same in a quoted text whatever the server's mode is. */
    private static String plain(String password) {
        if (password.chars().anyMatch(one -> one == '\'' || one == '\\' || one < ' ')) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "role_password: in MySQL a password here cannot hold ', \\ or a line break");
        }
        return password;
    }

    @Override
    public void grant(Handle handle, TenantRole role, Placement place) throws SQLException {
        run(
                handle,
                "GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE, SHOW VIEW ON %s.* TO %s"
                        .formatted(pattern(place), account(role)));
    }

    /** In a grant an underscore would mean any letter, and so another tenant. */
    private static String pattern(Placement place) {
        return MySqlCatalog.databaseOf(place).toString().replace("_", "\\_");
    }

    @Override
    public void lock(Handle handle, TenantRole role, Placement place) throws SQLException {
        run(handle, "ALTER USER IF EXISTS %s ACCOUNT LOCK".formatted(account(role)));
        List<Long> sessions =
                handle.select(
                                "SELECT id FROM information_schema.processlist WHERE user = ?",
                                role.name().name())
                        .mapTo(Long.class)
                        .list();
        for (long session : sessions) {
            run(handle, "KILL CONNECTION " + session);
        }
    }

    @Override
    public void drop(Handle handle, TenantRole role, Placement place) throws SQLException {
        lock(handle, role, place);
        run(handle, "DROP USER IF EXISTS " + account(role));
    }

    @Override
    public boolean enter(Handle handle, TenantRole role) {
        return true;
    }

    private static String account(TenantRole role) {
        return role.name() + "@`%`";
    }

    private static void run(Handle handle, String sql) throws SQLException {
        Database.run(handle, Statement.of(sql));
    }
}
