package dev.jetway.mcp.server;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.transport.Answer;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Set;

/**
 * What an error that came instead of a result means to the caller, to the breaker and to the connection.
 *
 * @param cause what happened, in a few words
 * @param countsAgainstServer whether the server failed, rather than understood and said no
 */
record Failure(ToolResult result, String cause, boolean countsAgainstServer, Health connection) {

    /** What a failure says about the connection it came over. */
    enum Health {
        SOUND,
        /** It broke before anything came back: worth a look. */
        DOUBTFUL,
        /** There was none to be had. */
        GONE
    }

    private static final int UNAUTHORIZED = 401;

    /** Errors a server reports before it runs a tool. An internal error may come from the middle of it. */
    private static final Set<Integer> NOTHING_RAN = Set.of(
            ErrorCodes.PARSE_ERROR, ErrorCodes.INVALID_REQUEST, ErrorCodes.METHOD_NOT_FOUND, ErrorCodes.INVALID_PARAMS);

    static Failure of(String tool, Answer.Refusal refusal) {
        return NOTHING_RAN.contains(refusal.code())
                ? new Failure(new ToolError(Answers.sentence(refusal.message())), "", false, Health.SOUND)
                : server(tool, "it reported an error of its own", true, Health.SOUND);
    }

    static Failure of(String server, String tool, Answer.Lost lost) {
        return switch (lost.cause()) {
            case UNREACHABLE ->
                new Failure(
                        new Unavailable("%s cannot be reached at the moment: %s".formatted(server, lost.how()), false),
                        lost.how(),
                        true,
                        Health.GONE);
            case SESSION_UNKNOWN -> server(tool, "the server forgot its session twice", false, Health.SOUND);
            case REJECTED ->
                lost.status() == UNAUTHORIZED
                        ? server(tool, "the server did not accept our token", false, Health.SOUND)
                        : server(tool, lost.how(), true, Health.SOUND);
            case BROKEN -> server(tool, lost.how(), true, lost.status() == 0 ? Health.DOUBTFUL : Health.SOUND);
            case TOO_LARGE, NONSENSE, GIVEN_UP -> server(tool, lost.how(), true, Health.SOUND);
        };
    }

    private static Failure server(String tool, String how, boolean mayHaveRun, Health connection) {
        return new Failure(
                new Unavailable("%s gave no usable answer: %s".formatted(tool, how), mayHaveRun),
                how,
                true,
                connection);
    }
}
