package dev.jetway.cluster.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One step of the schema: a file of CQL statements, each safe to repeat.
 *
 * @param name the file's name, {@code V001__journal.cql}
 * @param text its content; {@code ${replication}} stands for the operator's choice, {@code ${keyspace}} for a
 *     placement's
 */
record Migration(String name, String text) {
    private static final Pattern NAME = Pattern.compile("V(\\d{3})__[a-z0-9_]+\\.cql");
    private static final Pattern REPEATABLE =
            Pattern.compile("(?is)(CREATE\\s+(KEYSPACE|TABLE|TYPE|INDEX|CUSTOM\\s+INDEX)\\s+IF\\s+NOT\\s+EXISTS\\s"
                    + "|ALTER\\s+TABLE\\s+\\S+\\s+(ADD\\s+IF\\s+NOT\\s+EXISTS\\s|WITH\\s)"
                    + "|ALTER\\s+TYPE\\s+\\S+\\s+ADD\\s+IF\\s+NOT\\s+EXISTS\\s"
                    + "|DROP\\s+\\w+\\s+IF\\s+EXISTS\\s).*");

    Migration {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " is not named like V001__what_it_does.cql");
        }
        text = text.replace("\r\n", "\n");
        for (String statement : split(text)) {
            if (!REPEATABLE.matcher(statement).matches()) {
                throw new IllegalArgumentException(
                        name + " has a statement that cannot be repeated (IF NOT EXISTS is missing): "
                                + statement.lines().findFirst().orElse(""));
            }
        }
    }

    /** The migrations in this module, in their order. */
    static List<Migration> shipped() {
        return in("");
    }

    /** Those of the keyspace of a placement. */
    static List<Migration> placed() {
        return in("placed/");
    }

    private static List<Migration> in(String folder) {
        List<Migration> migrations = read(folder + "migrations.list")
                .lines()
                .map(name -> new Migration(name, read(folder + name)))
                .toList();
        return inOrder(migrations);
    }

    static List<Migration> inOrder(List<Migration> migrations) {
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).version() != i + 1) {
                throw new IllegalArgumentException(
                        migrations.get(i).name() + " is number " + (i + 1) + " in the list of migrations");
            }
        }
        return List.copyOf(migrations);
    }

    private static String read(String name) {
        try (InputStream in = Migration.class.getResourceAsStream("/schema/" + name)) {
            if (in == null) {
                throw new IllegalStateException("Resource schema/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int version() {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException(name);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** SHA-256 of the text, in hexadecimal. */
    String checksum() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> statements(Replication replication) {
        return split(text).stream()
                .map(statement -> statement.replace("${replication}", replication.toCql()))
                .toList();
    }

    List<String> statements(PlacedKeyspace keyspace) {
        return split(text).stream()
                .map(statement -> statement.replace("${keyspace}", keyspace.name()))
                .toList();
    }

    /** A statement ends with a semicolon at the end of a line; comments take whole lines. */
    private static List<String> split(String text) {
        String code = text.lines()
                .filter(line -> !line.stripLeading().startsWith("--"))
                .collect(Collectors.joining("\n"));
        List<String> statements = new ArrayList<>();
        Arrays.stream(code.split(";[ \\t]*(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .forEach(statements::add);
        return statements;
    }
}
