package dev.jetway.runtime.gateway.hostile;

import static dev.jetway.runtime.gateway.hostile.HostileInput.greeted;
import static dev.jetway.runtime.gateway.hostile.HostileInput.heard;
import static dev.jetway.runtime.gateway.hostile.HostileInput.refused;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames whose text is wrong: no JSON, or not the JSON of this protocol. */
final class FrameInputs {

    private static final String TALL = "x".repeat(500);

    private FrameInputs() {}

    static List<HostileInput> json() {
        return List.of(
                frame("nothing at all", ""),
                frame("white space", " \r\n\t "),
                frame("no JSON: `hello`", "hello"),
                frame("half an object: `{\"type\":\"ping\"`", "{\"type\":\"ping\""),
                frame(
                        "two objects: `{\"type\":\"ping\"} {\"type\":\"ping\"}`",
                        "{\"type\":\"ping\"} {\"type\":\"ping\"}"),
                frame("a field twice: `{\"type\":\"ping\",\"type\":\"run\"}`", "{\"type\":\"ping\",\"type\":\"run\"}"),
                frame(
                        "a field twice, far inside",
                        "{\"type\":\"run\",\"id\":\"1\",\"input\":{\"state\":{\"a\":{\"b\":1,\"b\":2}}}}"),
                frame("5,000 arrays in each other", "[".repeat(5_000)),
                frame(
                        "65 objects in each other, in a field nobody reads",
                        "{\"type\":\"ping\",\"x\":" + "{\"x\":".repeat(65) + "1" + "}".repeat(66)),
                frame("a number of 2,000 digits", "{\"type\":\"ping\",\"t\":%s}".formatted("9".repeat(2_000))),
                frame("a number of 200 digits: `{\"type\":\"ping\",\"t\":999…}`", ping("9".repeat(200))),
                frame("a number that is no double: `{\"type\":\"ping\",\"t\":1e999}`", ping("1e999")),
                frame("`NaN`", ping("NaN")),
                frame("single quotes", "{'type':'ping'}"),
                frame("a comment", "{\"type\":\"ping\"/* sic */}"),
                frame("a byte order mark before the object", "\uFEFF{\"type\":\"ping\"}"),
                frame("a NUL between the fields", "{\"type\":\"ping\",\0\"t\":1}"),
                frame("a NUL in a string", "{\"type\":\"ping\",\"t\":\"\0\"}"),
                frame("an escaped NUL in a ping", ping("\"\\u0000\"")),
                frame("half a surrogate pair in a ping: `\"\\ud800\"`", ping("\"\\ud800\"")),
                frame("half a surrogate pair in the type", "{\"type\":\"\\udc00\"}"),
                frame("half a surrogate pair in a field nobody reads", "{\"type\":\"ping\",\"x\":\"\\ud800\"}"),
                frame(
                        "half a surrogate pair in a message",
                        says("{\"id\":\"m\",\"role\":\"user\",\"content\":\"\\ud83d\"}")),
                frame("an array: `[]`", "[]"),
                frame("a string: `\"run\"`", "\"run\""),
                frame("a number: `7`", "7"),
                frame("`null`", "null"));
    }

    static List<HostileInput> fields() {
        return List.of(
                frame("no type: `{}`", "{}"),
                frame("`{\"type\":null}`", "{\"type\":null}"),
                frame("`{\"type\":5}`", "{\"type\":5}"),
                frame("an invented type", "{\"type\":\"shutdown\",\"id\":\"1\"}"),
                frame("a server's type", "{\"type\":\"event\",\"thread\":\"t\",\"seq\":1}"),
                frame("a type of 500 characters", "{\"type\":\"%s\"}".formatted(TALL)),
                frame("a ping of 300 characters", ping("\"" + "x".repeat(300) + "\"")),
                frame("`subscribe` without id", "{\"type\":\"subscribe\",\"thread\":\"t\"}"),
                frame("a numeric id", "{\"type\":\"subscribe\",\"id\":1,\"thread\":\"t\"}"),
                frame("an empty id", "{\"type\":\"subscribe\",\"id\":\"\",\"thread\":\"t\"}"),
                frame(
                        "an id of 129 characters",
                        "{\"type\":\"subscribe\",\"id\":\"%s\",\"thread\":\"t\"}".formatted("x".repeat(129))),
                frame("an id with a line break", "{\"type\":\"subscribe\",\"id\":\"a\\nb\",\"thread\":\"t\"}"),
                frame("`subscribe` without thread", "{\"type\":\"subscribe\",\"id\":\"1\"}"),
                frame("a thread with a path: `../t`", subscribe("\"thread\":\"../t\"")),
                frame("a thread with what separates keys inside", subscribe("\"thread\":\"a|eu\"")),
                frame("a thread of 65 characters", subscribe("\"thread\":\"%s\"".formatted("x".repeat(65)))),
                frame("half a cursor", subscribe("\"thread\":\"t\",\"afterSeq\":3")),
                frame("a negative cursor", subscribe("\"thread\":\"t\",\"epoch\":\"e\",\"afterSeq\":-1")),
                frame("a cursor of 1.5", subscribe("\"thread\":\"t\",\"epoch\":\"e\",\"afterSeq\":1.5")),
                frame(
                        "a cursor of 10²⁰",
                        subscribe("\"thread\":\"t\",\"epoch\":\"e\",\"afterSeq\":100000000000000000000")),
                frame("`unsubscribe` without thread", "{\"type\":\"unsubscribe\",\"id\":\"1\"}"),
                frame("`run` without input", "{\"type\":\"run\",\"id\":\"1\"}"),
                frame("input as text", "{\"type\":\"run\",\"id\":\"1\",\"input\":\"hi\"}"),
                frame("no threadId", run("\"runId\":\"r\"")),
                frame("no runId", run("\"threadId\":\"t\"")),
                frame("a runId with a space", run("\"threadId\":\"t\",\"runId\":\"a b\"")),
                frame("no messages", run(IDS)),
                frame("messages as an object", run(IDS + ",\"messages\":{}")),
                frame("a message that is a number", says("7")),
                frame("a message without role", says("{\"id\":\"m\",\"content\":\"x\"}")),
                frame("a message without id", says("{\"role\":\"user\",\"content\":\"x\"}")),
                frame("a message without content", says("{\"id\":\"m\",\"role\":\"user\"}")),
                frame("a number as content", says("{\"id\":\"m\",\"role\":\"user\",\"content\":5}")),
                frame("20,001 characters", says(user("m", "x".repeat(20_001)))),
                frame(
                        "20,001 characters in two parts",
                        says("{\"id\":\"m\",\"role\":\"user\",\"content\":[%s,%s]}"
                                .formatted(part(10_000), part(10_000)))),
                frame(
                        "a picture",
                        says("{\"id\":\"m\",\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{}}]}")),
                frame("one message id twice", says(user("m", "x") + "," + user("m", "y"))),
                frame(
                        "21 messages",
                        says(IntStream.range(0, 21)
                                .mapToObj(i -> user("m" + i, "x"))
                                .collect(Collectors.joining(",")))),
                frame(
                        "`respond` as text",
                        run(IDS
                                + ",\"messages\":[%s],\"forwardedProps\":{\"jetway\":{\"respond\":\"no\"}}"
                                        .formatted(user("m", "x")))),
                frame(
                        "an acknowledgement nobody gives",
                        run(IDS
                                + ",\"messages\":[%s],\"forwardedProps\":{\"jetway\":{\"acknowledge\":\"twice\"}}"
                                        .formatted(user("m", "x")))),
                frame("an answer to no question", resume("{\"status\":\"resolved\",\"payload\":{\"approved\":true}}")),
                frame("an answer of an unknown status", resume("{\"interruptId\":\"i\",\"status\":\"yes\"}")),
                frame("an answer without payload", resume("{\"interruptId\":\"i\",\"status\":\"resolved\"}")),
                frame(
                        "an answer that says nothing",
                        resume("{\"interruptId\":\"i\",\"status\":\"resolved\",\"payload\":{}}")),
                frame(
                        "an approval as text: `\"approved\":\"true\"`",
                        resume("{\"interruptId\":\"i\",\"status\":\"resolved\",\"payload\":{\"approved\":\"true\"}}")),
                frame(
                        "one question answered twice in one frame",
                        resume(
                                "{\"interruptId\":\"i\",\"status\":\"cancelled\"},{\"interruptId\":\"i\",\"status\":\"resolved\",\"payload\":{\"approved\":true}}")),
                frame(
                        "25 answers",
                        resume(IntStream.range(0, 25)
                                .mapToObj(i -> "{\"interruptId\":\"i%d\",\"status\":\"cancelled\"}".formatted(i))
                                .collect(Collectors.joining(",")))),
                frame("`auth` without token", "{\"type\":\"auth\",\"id\":\"1\"}"),
                frame(
                        "`auth` with a token of 8,193 characters",
                        "{\"type\":\"auth\",\"id\":\"1\",\"token\":\"%s\"}".formatted("x".repeat(8_193))),
                frame("`ack` without seq", "{\"type\":\"ack\",\"thread\":\"t\"}"),
                frame("an `ack` of -1", "{\"type\":\"ack\",\"thread\":\"t\",\"seq\":-1}"),
                frame("`cancel` without thread", "{\"type\":\"cancel\",\"id\":\"1\"}"),
                frame("201 messages of history", "{\"type\":\"history\",\"id\":\"1\",\"thread\":\"t\",\"limit\":201}"),
                frame("no messages of history", "{\"type\":\"history\",\"id\":\"1\",\"thread\":\"t\",\"limit\":0}"),
                heard(
                        "a NUL in a message",
                        greeted(client -> client.ask(says("{\"id\":\"m\",\"role\":\"user\",\"content\":\"a\\u0000b\"}"))
                                .answer())),
                refused(
                        "1,000 fields nobody knows",
                        greeted(client -> client.ask("{\"type\":\"history\",\"id\":\"1\",\"thread\":\"t\"%s}"
                                        .formatted(IntStream.range(0, 1_000)
                                                .mapToObj(i -> ",\"f%d\":%d".formatted(i, i))
                                                .collect(Collectors.joining())))
                                .answer())));
    }

    private static final String IDS = "\"threadId\":\"t\",\"runId\":\"r\"";

    private static HostileInput frame(String what, String text) {
        return new HostileInput(what, false, greeted(client -> client.say(text).answer()), Optional.of(text));
    }

    private static String ping(String t) {
        return "{\"type\":\"ping\",\"t\":%s}".formatted(t);
    }

    private static String subscribe(String fields) {
        return "{\"type\":\"subscribe\",\"id\":\"1\",%s}".formatted(fields);
    }

    private static String run(String input) {
        return "{\"type\":\"run\",\"id\":\"1\",\"input\":{%s}}".formatted(input);
    }

    private static String says(String messages) {
        return run(IDS + ",\"messages\":[%s]".formatted(messages));
    }

    private static String user(String id, String text) {
        return "{\"id\":\"%s\",\"role\":\"user\",\"content\":\"%s\"}".formatted(id, text);
    }

    private static String part(int length) {
        return "{\"type\":\"text\",\"text\":\"%s\"}".formatted("x".repeat(length));
    }

    private static String resume(String answers) {
        return run(IDS + ",\"messages\":[],\"resume\":[%s]".formatted(answers));
    }
}
