package dev.jetway.runtime.model.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.model.ModelException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an address says instead of a reply.
 *
 * @param codes its words for programs, in lower case
 * @param message its words for people
 */
public record Complaint(Set<String> codes, String message) {

    private static final Complaint NOTHING = new Complaint(Set.of(), "");

    private static final Set<String> SPENT =
            Set.of("insufficient_quota", "billing_error", "billing_hard_limit_reached", "billing_not_active");

    /** What the status would have been, had the answer not begun. */
    private static final Map<String, Integer> STATUS = Map.of(
            "overloaded_error", 529,
            "rate_limit_error", 429,
            "rate_limit_exceeded", 429,
            "api_error", 500,
            "server_error", 500,
            "invalid_request_error", 400,
            "request_too_large", 413,
            "authentication_error", 401,
            "permission_error", 403,
            "not_found_error", 404);

    private static final Pattern TOO_LONG = Pattern.compile(
            "context[ _](length|window|size)|prompt is too long|too many (input )?tokens|maximum (prompt|input) length");

    public Complaint {
        codes = Set.copyOf(codes);
    }

    /** Reads the body of a refusal, whatever it is. */
    static Complaint in(String body) {
        return Payload.ifObject(body).map(Complaint::of).orElse(NOTHING);
    }

    /** Reads an error as the well-known makers and servers write it. */
    public static Complaint of(JsonNode answer) {
        var error = answer.path("error");
        var source = error.isObject() ? error : answer;
        var message = Stream.of(source.path("message"), error, source.path("detail"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse("");
        var codes = Stream.of("code", "type", "status")
                .map(source::path)
                .filter(JsonNode::isValueNode)
                .map(code -> code.asText().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Complaint(codes, message);
    }

    /** What it means in the middle of a stream, where there is no status any more. */
    public AttemptFailedException inStream(Quotation quotation) {
        int status = codes.stream()
                .mapToInt(code -> STATUS.getOrDefault(code, code.matches("[345]\\d\\d") ? Integer.parseInt(code) : 0))
                .max()
                .orElse(0);
        return with(status == 0 ? 500 : status, Optional.empty(), quotation);
    }

    /** What it means with this status, which is none of success. */
    AttemptFailedException with(int status, Optional<Duration> retryAfter, Quotation quotation) {
        if (status == 402 || codes.stream().anyMatch(SPENT::contains)) {
            return AttemptFailedException.forGood(
                    Kind.BUDGET_EXCEEDED, "says that its maker wants to be paid first (%d)".formatted(status));
        }
        return switch (status) {
            case 401, 403 ->
                AttemptFailedException.forGood(
                        Kind.MISCONFIGURED, "does not let us in (%d): check its key".formatted(status));
            case 404, 405 ->
                AttemptFailedException.forGood(
                        Kind.MISCONFIGURED,
                        "is not there (%d): check its base-url and what it is called".formatted(status));
            case 429 ->
                AttemptFailedException.forNow(Kind.RATE_LIMITED, "is asked more than it allows (429)", retryAfter);
            case 408, 500, 502, 503, 504, 529 ->
                AttemptFailedException.forNow(Kind.UNAVAILABLE, "can't answer now (%d)".formatted(status), retryAfter);
            default -> otherwise(status, quotation);
        };
    }

    private AttemptFailedException otherwise(int status, Quotation quotation) {
        if (status < 300) {
            return AttemptFailedException.unreadable("answers with status %d and no reply".formatted(status));
        }
        if (status < 400) {
            return AttemptFailedException.forGood(
                    Kind.MISCONFIGURED,
                    "sends us elsewhere (%d), where its key must not go: configure the right base-url"
                            .formatted(status));
        }
        if (status >= 500) {
            return AttemptFailedException.forGood(Kind.UNAVAILABLE, "can't answer (%d)".formatted(status));
        }
        var reason = isTooLong(status) ? "can't read as much as it is asked" : "does not take the request";
        return AttemptFailedException.forGood(
                Kind.REJECTED, "%s (%d)%s".formatted(reason, status, quotation.of(message)));
    }

    private boolean isTooLong(int status) {
        return status == 413
                || codes.contains("context_length_exceeded")
                || TOO_LONG.matcher(message.toLowerCase(Locale.ROOT)).find();
    }
}
