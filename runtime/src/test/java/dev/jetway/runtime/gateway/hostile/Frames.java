package dev.jetway.runtime.gateway.hostile;

/** Frames as a front end sends them. */
final class Frames {

    private Frames() {}

    static String subscribe(String thread) {
        return "{\"type\":\"subscribe\",\"id\":\"s\",\"thread\":\"%s\"}".formatted(thread);
    }

    static String subscribe(String thread, String epoch, long afterSeq) {
        return "{\"type\":\"subscribe\",\"id\":\"s\",\"thread\":\"%s\",\"epoch\":\"%s\",\"afterSeq\":%d}"
                .formatted(thread, epoch, afterSeq);
    }

    static String unsubscribe(String thread) {
        return "{\"type\":\"unsubscribe\",\"id\":\"u\",\"thread\":\"%s\"}".formatted(thread);
    }

    static String cancel(String thread) {
        return "{\"type\":\"cancel\",\"id\":\"c\",\"thread\":\"%s\"}".formatted(thread);
    }

    static String cancel(String thread, String runId) {
        return "{\"type\":\"cancel\",\"id\":\"c\",\"thread\":\"%s\",\"runId\":\"%s\"}".formatted(thread, runId);
    }

    static String history(String thread) {
        return "{\"type\":\"history\",\"id\":\"h\",\"thread\":\"%s\"}".formatted(thread);
    }

    static String run(String thread, String runId, String text) {
        return run(thread, runId, "m-" + runId, text);
    }

    static String run(String thread, String runId, String messageId, String text) {
        return input("\"threadId\":\"%s\",\"runId\":\"%s\",\"messages\":[%s]"
                .formatted(thread, runId, user(messageId, text)));
    }

    static String user(String id, String text) {
        return "{\"id\":\"%s\",\"role\":\"user\",\"content\":\"%s\"}".formatted(id, text);
    }

    static String approve(String thread, String runId, String interruptId, boolean approved) {
        return input(("\"threadId\":\"%s\",\"runId\":\"%s\",\"messages\":[],\"resume\":["
                        + "{\"interruptId\":\"%s\",\"status\":\"resolved\",\"payload\":{\"approved\":%s}}]")
                .formatted(thread, runId, interruptId, approved));
    }

    static String input(String fields) {
        return "{\"type\":\"run\",\"id\":\"r\",\"input\":{%s}}".formatted(fields);
    }
}
