package dev.jetway.travel.bookings;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.travel.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Bookings in an H2 file. When a write returns, it has reached the disk: it survives the death of the process and of
 * the machine. One process at a time; H2 locks the file.
 */
final class BookingStore implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final int MOST_LISTED = 200;
    private static final List<String> SCHEMA =
            List.of("""
            CREATE TABLE IF NOT EXISTS booking (
              reference VARCHAR(8) PRIMARY KEY,
              subject VARCHAR(200) NOT NULL,
              status VARCHAR(16) NOT NULL,
              starts_at BIGINT NOT NULL,
              ends_at BIGINT NOT NULL,
              terms VARCHAR NOT NULL,
              booking VARCHAR NOT NULL)""", "CREATE INDEX IF NOT EXISTS booking_of_subject ON booking(subject, starts_at)", """
            CREATE TABLE IF NOT EXISTS deed (
              subject VARCHAR(200) NOT NULL,
              idempotency_key VARCHAR(200) NOT NULL,
              fingerprint VARCHAR(64) NOT NULL,
              reference VARCHAR(8) NOT NULL,
              PRIMARY KEY (subject, idempotency_key))""");

    private final JdbcConnectionPool pool;
    private final Connection flushing;
    private final GroupFlush flush;
    private final ObjectMapper json;

    private BookingStore(JdbcConnectionPool pool, ObjectMapper json) throws SQLException {
        this.pool = pool;
        this.json = json;
        flushing = pool.getConnection();
        flush = new GroupFlush(() -> execute(flushing, "CHECKPOINT SYNC"));
    }

    /** What is stored of a booking. */
    record Stored(String subject, Terms terms, Booking booking) {}

    /** An action that was carried out under an idempotency key. */
    record Deed(String subject, String key, String fingerprint, String reference) {}

    /** One line for drills. */
    record Entry(String reference, String subject, String idempotencyKey, String status) {}

    static BookingStore open(Path folder, ObjectMapper json) throws IOException {
        Path file = folder.toAbsolutePath().resolve("bookings");
        try {
            Files.createDirectories(folder);
            JdbcConnectionPool pool = JdbcConnectionPool.create(
                    "jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000", "sa", "");
            pool.setMaxConnections(CONNECTIONS + 1);
            try (Connection connection = pool.getConnection()) {
                for (String statement : SCHEMA) {
                    execute(connection, statement);
                }
            }
            return new BookingStore(pool, json);
        } catch (SQLException e) {
            throw new IOException(
                    e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
                            ? "The bookings in " + file + ".mv.db are in use by another process; stop it, or give"
                                    + " another --data"
                            : "The bookings in " + file + ".mv.db cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    Optional<Deed> deed(String subject, String key) {
        return query(
                        "SELECT fingerprint, reference FROM deed WHERE subject = ? AND idempotency_key = ?",
                        row -> new Deed(subject, key, row.getString(1), row.getString(2)),
                        subject,
                        key)
                .stream()
                .findFirst();
    }

    Optional<Stored> booking(String reference) {
        return query("SELECT subject, terms, booking FROM booking WHERE reference = ?", this::stored, reference)
                .stream()
                .findFirst();
    }

    /** Those of a traveler that end after and start before the given instants, soonest first. */
    List<Booking> list(String subject, long endsAfter, long endsBefore, boolean cancelledToo) {
        return query(
                "SELECT subject, terms, booking FROM booking WHERE subject = ? AND ends_at >= ? AND ends_at < ?"
                        + (cancelledToo ? "" : " AND status = 'confirmed'")
                        + " ORDER BY starts_at, reference LIMIT " + MOST_LISTED,
                row -> stored(row).booking(),
                subject,
                endsAfter,
                endsBefore);
    }

    List<Entry> entries() {
        return query(
                "SELECT b.reference, b.subject, d.idempotency_key, b.status FROM booking b"
                        + " LEFT JOIN deed d ON d.reference = b.reference AND d.subject = b.subject"
                        + " ORDER BY b.reference, d.idempotency_key",
                row -> new Entry(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    }

    /**
     * Stores a booking and the deed that led to it, both or neither.
     *
     * @return false, with nothing stored, when the key or, for a new booking, the reference is already taken
     */
    boolean carryOut(Deed deed, Stored stored, boolean isNew) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                update(
                        connection,
                        "INSERT INTO deed (subject, idempotency_key, fingerprint, reference) VALUES (?, ?, ?, ?)",
                        deed.subject(),
                        deed.key(),
                        deed.fingerprint(),
                        deed.reference());
                Booking booking = stored.booking();
                update(
                        connection,
                        isNew
                                ? "INSERT INTO booking (status, starts_at, ends_at, terms, booking, subject, reference)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                                : "UPDATE booking SET status = ?, starts_at = ?, ends_at = ?, terms = ?, booking = ?"
                                        + " WHERE subject = ? AND reference = ?",
                        booking.status(),
                        stored.terms().startsAt(),
                        stored.terms().endsAt(),
                        write(stored.terms()),
                        write(booking),
                        stored.subject(),
                        booking.reference());
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return false;
        } catch (SQLException e) {
            throw unavailable(e);
        }
        return true;
    }

    /** Returns when everything committed so far is on the disk. */
    void settle() {
        flush.flush();
    }

    @Override
    public void close() {
        try {
            execute(flushing, "SHUTDOWN");
            flushing.close();
        } catch (SQLException e) {
            throw unavailable(e);
        } finally {
            pool.dispose();
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Stored stored(ResultSet row) throws SQLException {
        try {
            return new Stored(
                    row.getString(1),
                    json.readValue(row.getString(2), Terms.class),
                    json.readValue(row.getString(3), Booking.class));
        } catch (IOException e) {
            throw new SQLException("A stored booking cannot be read", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("A booking cannot be written", e);
        }
    }

    private static RuntimeException unavailable(SQLException e) {
        return new IllegalStateException("The bookings database failed: " + e.getMessage(), e);
    }

    static Refusal taken(String key) {
        return new Refusal(
                "The idempotencyKey '" + key + "' was already used for something else; use a new key for a new action");
    }
}
