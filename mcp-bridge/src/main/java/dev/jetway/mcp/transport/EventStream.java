package dev.jetway.mcp.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes a stream of server-sent events apart as its bytes come (HTML living standard, section 9.2). Keeps
 * the last event id and the reconnection time a server asks for. For one thread.
 */
final class EventStream {

    /** An event would be larger than anybody wants to read. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int limit) {
            super("An event is larger than %d bytes".formatted(limit));
        }
    }

    private static final int FIRST_LINE = 512;

    private final int maxEventBytes;
    private final Consumer<String> events;
    private final StringBuilder data = new StringBuilder();
    private byte[] line = new byte[FIRST_LINE];
    private int length;
    private int eventBytes;
    private boolean afterReturn;
    private String eventId = "";
    private String lastEventId = "";
    private long retryMillis = -1;

    /** @param events given the data of each event, empty ones left out */
    EventStream(int maxEventBytes, Consumer<String> events) {
        this.maxEventBytes = maxEventBytes;
        this.events = events;
    }

    /** The id of the last complete event that had one, or empty. */
    String lastEventId() {
        return lastEventId;
    }

    /** The wait before reconnecting that the server asked for, in milliseconds, or -1. */
    long retryMillis() {
        return retryMillis;
    }

    /** @throws TooLargeException if an event grows too large; the stream is of no use from then on */
    void feed(ByteBuf bytes) {
        while (bytes.isReadable()) {
            byte next = bytes.readByte();
            boolean secondHalfOfBreak = afterReturn && next == '\n';
            afterReturn = next == '\r';
            if (secondHalfOfBreak) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                endOfLine();
            } else {
                append(next);
            }
        }
    }

    private void append(byte next) {
        if (++eventBytes > maxEventBytes) {
            throw new TooLargeException(maxEventBytes);
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, line.length * 2);
        }
        line[length++] = next;
    }

    private void endOfLine() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        length = 0;
        if (text.isEmpty()) {
            endOfEvent();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "id" -> eventId = value.indexOf('\0') < 0 ? value : eventId;
            case "retry" -> retryMillis = value.matches("\\d{1,9}") ? Long.parseLong(value) : retryMillis;
            default -> {
                // Comments, event names (MCP has one), and what later standards add.
            }
        }
    }

    private void endOfEvent() {
        eventBytes = 0;
        lastEventId = eventId;
        if (!data.isEmpty()) {
            String complete = data.substring(0, data.length() - 1);
            data.setLength(0);
            if (!complete.isEmpty()) {
                events.accept(complete);
            }
        }
    }
}
