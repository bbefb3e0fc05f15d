package dev.jetway.runtime.model.exchange;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a stream of server-sent events apart as its bytes come (HTML living standard, section 9.2). For one thread. */
public final class EventStream {

    /**
     * @param name empty where the stream names none
     * @param data its lines, joined
     */
    public record Event(String name, String data) {}

    private static final int FIRST_LINE = 512;

    private final int maxEventBytes;
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private byte[] line = new byte[FIRST_LINE];
    private int length;
    private int eventBytes;
    private boolean afterReturn;

    public EventStream(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * The events that these bytes end, empty ones left out.
     *
     * @throws AttemptFailedException if an event grows too large; the stream is of no use from then on
     */
    public List<Event> feed(ByteString bytes) {
        var events = new ArrayList<Event>();
        for (byte next : bytes.toArray()) {
            boolean secondHalfOfBreak = afterReturn && next == '\n';
            afterReturn = next == '\r';
            if (secondHalfOfBreak) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                endOfLine(events);
            } else {
                append(next);
            }
        }
        return events;
    }

    private void append(byte next) {
        if (++eventBytes > maxEventBytes) {
            throw AttemptFailedException.unreadable(
                    "sends an event of more than %d bytes (max-event-bytes)".formatted(maxEventBytes));
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, line.length * 2);
        }
        line[length++] = next;
    }

    private void endOfLine(List<Event> events) {
        var text = new String(line, 0, length, StandardCharsets.UTF_8);
        length = 0;
        if (text.isEmpty()) {
            endOfEvent(events);
            return;
        }
        int colon = text.indexOf(':');
        if (colon == 0) {
            // A comment. On its own it would never end as an event, however many of them come.
            eventBytes -= Math.min(eventBytes, text.length());
            return;
        }
        var field = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> data.append(value).append('\n');
            case "event" -> name = value;
            default -> {
                // Ids and reconnection times: an answer of a model can't be resumed.
            }
        }
    }

    private void endOfEvent(List<Event> events) {
        eventBytes = 0;
        if (!data.isEmpty()) {
            events.add(new Event(name, data.substring(0, data.length() - 1)));
            data.setLength(0);
        }
        name = "";
    }
}
