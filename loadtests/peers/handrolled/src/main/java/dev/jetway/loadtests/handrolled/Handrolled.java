package dev.jetway.loadtests.handrolled;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a careful engineer writes by hand for one machine: virtual threads and PostgreSQL, one committed
 * row per step, and a turn that is asked for again goes on from its rows. With {@code -Dstored=false} it
 * stores nothing: the floor under every system that is measured here.
 */
public final class Handrolled {

    private static final String ADD_EVENT =
            "insert into events(session,turn,type,payload) values(?,?,?,?) on conflict do nothing";
    private static final String ADD_MESSAGE =
            "insert into messages(session,mid,role,content) values(?,?,?,?) on conflict do nothing";

    private final HikariDataSource database;
    private final Travel travel;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Handrolled(HikariDataSource database, Travel travel) {
        this.database = database;
        this.travel = travel;
    }

    public static void main(String[] args) throws Exception {
        var travel = new Travel(System.getenv().getOrDefault("MCP_BASE", "http://127.0.0.1:17300"));
        boolean stored = Boolean.parseBoolean(System.getProperty("stored", "true"));
        var app = new Handrolled(stored ? openDatabase() : null, travel);
        Routes.serve(
                Integer.getInteger("port", 17403),
                Map.of(
                        "/health", (body, query) -> "ok",
                        "/chat", (body, query) -> Map.of(
                                "answer",
                                app.turn(
                                        body.get("session").asText(),
                                        body.get("turn").asInt(),
                                        body.get("text").asText())),
                        "/history", (body, query) -> app.last20(query.get("session")),
                        "/ctx", (body, query) -> {
                            var session = "ctx-" + body.get("session").asText();
                            var id = "m" + body.get("turn").asInt();
                            app.execute(ADD_MESSAGE, session, id, "user", body.get("text").asText());
                            return Map.of("messages", app.last20(session));
                        }));
    }

    private static HikariDataSource openDatabase() throws SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(System.getenv("JDBC_URL"));
        config.setMaximumPoolSize(16);
        var database = new HikariDataSource(config);
        for (var statement : List.of(
                "create table if not exists events(session text, turn int, type text, payload text,"
                        + " at timestamptz default now(), primary key(session,turn,type))",
                "create table if not exists messages(session text, n bigserial, mid text, role text, content text,"
                        + " primary key(session, mid))",
                "create index if not exists messages_n on messages(session, n desc)")) {
            try (var connection = database.getConnection()) {
                execute(connection, statement);
            }
        }
        return database;
    }

    private String turn(String session, int turn, String text) throws Exception {
        if (database == null) {
            return Travel.reply(work(session, turn, text, Map.of()));
        }
        var known = steps(session, turn);
        if (known.containsKey("answer")) {
            return known.get("answer");
        }
        if (!known.containsKey("user")) {
            addMessage(session, turn, "user", text, "u" + turn, "user");
        }
        if (!known.containsKey("plan")) {
            execute(ADD_EVENT, session, turn, "plan", Routes.JSON.writeValueAsString(Travel.plan(text)));
        }
        var answer = Travel.reply(work(session, turn, text, known));
        addMessage(session, turn, "answer", answer, "a" + turn, "assistant");
        return answer;
    }

    private Map<String, String> work(String session, int turn, String text, Map<String, String> known)
            throws Exception {
        var results = new ConcurrentHashMap<>(known);
        var open = new ArrayList<Future<?>>();
        for (var task : Travel.plan(text)) {
            if (known.containsKey(task.id())) {
                continue;
            }
            open.add(threads.submit(() -> {
                var result = travel.call(task, session, turn, text);
                if (database != null) {
                    execute(ADD_EVENT, session, turn, task.id(), result);
                }
                return results.put(task.id(), result);
            }));
        }
        for (var each : open) {
            each.get();
        }
        return results;
    }

    /** What is known of a turn; reads the conversation's context as well, as a model would need it. */
    private Map<String, String> steps(String session, int turn) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select type, payload from events where session=? and turn=?")) {
            query.setString(1, session);
            query.setInt(2, turn);
            var known = new HashMap<String, String>();
            var rows = query.executeQuery();
            while (rows.next()) {
                known.put(rows.getString(1), rows.getString(2));
            }
            last20(connection, session);
            return known;
        }
    }

    private void addMessage(String session, int turn, String type, String text, String id, String role)
            throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, ADD_EVENT, session, turn, type, text);
            execute(connection, ADD_MESSAGE, session, id, role, text);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private List<Map<String, String>> last20(String session) throws SQLException {
        try (var connection = database.getConnection()) {
            return last20(connection, session);
        }
    }

    private static List<Map<String, String>> last20(Connection connection, String session) throws SQLException {
        try (var query = connection.prepareStatement(
                "select mid, role, content from messages where session=? order by n desc limit 20")) {
            query.setString(1, session);
            var rows = query.executeQuery();
            var messages = new LinkedList<Map<String, String>>();
            while (rows.next()) {
                messages.addFirst(
                        Map.of("id", rows.getString(1), "role", rows.getString(2), "content", rows.getString(3)));
            }
            return messages;
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (var connection = database.getConnection()) {
            execute(connection, sql, values);
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
