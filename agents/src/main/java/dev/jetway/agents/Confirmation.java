package dev.jetway.agents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The question put to the traveler before an {@link Action}: what, when, for how much, who pays.
 *
 * @param title the question in one line, without a question mark: {@code Book JW 412 London to Tokyo}
 * @param details every fact the traveler should check, in reading order
 * @param validUntil after this the offer is gone and an approval is refused
 * @param remarks what the traveler should know of values that are neither theirs nor a tool's, one sentence
 *     each; worked out by the runtime, whatever an agent puts here
 */
public record Confirmation(
        String title,
        List<Detail> details,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantText.class)
        Instant validUntil,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> remarks) {

    public Confirmation {
        details = List.copyOf(details);
        remarks = remarks == null ? List.of() : List.copyOf(remarks);
    }

    public Confirmation(String title, List<Detail> details, Instant validUntil) {
        this(title, details, validUntil, List.of());
    }

    /**
     * One line of a confirmation.
     *
     * @param from where the value comes from, as the agent sees it; the runtime looks for itself
     * @param by the tool or the earlier task's skill that said so; null when none did, or nobody looked
     */
    public record Detail(
            String label,
            String value,
            Source from,
            @JsonInclude(JsonInclude.Include.NON_NULL) String by) {

        public Detail(String label, String value, Source from) {
            this(label, value, from, null);
        }
    }

    /** Where a value that will be acted on comes from. */
    public enum Source {
        /** The traveler said so. */
        TRAVELER,
        /** A tool said so. */
        TOOL,
        /** Jetway worked it out. */
        COMPUTED
    }

    /** Stored as ISO 8601 text by every mapper, whether or not it knows {@code java.time}. */
    static final class InstantText extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
