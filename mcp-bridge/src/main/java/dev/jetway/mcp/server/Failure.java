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
 */
record Failure(ToolResult result, String cause, Blame blame, Health connection) {

    /** Whom a failure tells something about. */
    enum Blame {
        /** The server failed. */
        SERVER,
        /** The server understood and said no. */
        CALLER,
        /** The server did not let us in: neither a sign that it works, nor that it does not. */
        TOKEN
    }

    /** What a failure says about the connection it came over. */
    enum Health {
        SOUND,
        /** It broke before anything came back: worth a look. */
        DOUBTFUL,
        /** There was none to be had. */
        GONE
    }

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Errors a server reports before it runs a tool. An internal error may come from the middle of it. */
    private static final Set<Integer> NOTHING_RAN = Set.of(
            ErrorCodes.PARSE_ERROR,
            ErrorCodes.INVALID_REQUEST,
            ErrorCodes.METHOD_NOT_FOUND,
            ErrorCodes.INVALID_PARAMS,
            ErrorCodes.RESOURCE_NOT_FOUND);

    /** Whether the server wants another token. It has executed nothing then. */
    static boolean unauthorized(Answer.Lost lost) {
        return lost.cause() == Answer.Cause.REJECTED && lost.status() == UNAUTHORIZED;
    }

    static Failure of(String tool, Answer.Refusal refusal) {
        return NOTHING_RAN.contains(refusal.code())
                ? new Failure(new ToolError(Answers.sentence(refusal.message())), "", Blame.CALLER, Health.SOUND)
                : server(tool, "it reported an error of its own", true, Health.SOUND);
    }

    /** @param token what kind of token was sent */
    static Failure of(String server, String tool, String token, Answer.Lost lost) {
        return switch (lost.cause()) {
            case UNREACHABLE ->
                new Failure(
                        new Unavailable("%s cannot be reached at the moment: %s".formatted(server, lost.how()), false),
                        lost.how(),
                        Blame.SERVER,
                        Health.GONE);
            case SESSION_UNKNOWN -> server(tool, "the server forgot its session twice", false, Health.SOUND);
            case REJECTED -> rejected(server, tool, token, lost);
            case BROKEN -> server(tool, lost.how(), true, lost.status() == 0 ? Health.DOUBTFUL : Health.SOUND);
            case TOO_LARGE, NONSENSE, GIVEN_UP -> server(tool, lost.how(), true, Health.SOUND);
        };
    }

    private static Failure rejected(String server, String tool, String token, Answer.Lost lost) {
        return switch (lost.status()) {
            case UNAUTHORIZED -> {
                String how = "server '%s' did not accept our token: %s".formatted(server, token);
                yield new Failure(
                        new Unavailable("%s was not called: %s".formatted(tool, how), false),
                        how,
                        Blame.TOKEN,
                        Health.SOUND);
            }
            case FORBIDDEN ->
                new Failure(
                        new ToolError("%s is not allowed to this caller: server '%s' answered HTTP 403"
                                .formatted(tool, server)),
                        lost.how(),
                        Blame.CALLER,
                        Health.SOUND);
            default -> server(tool, lost.how(), true, Health.SOUND);
        };
    }

    private static Failure server(String tool, String how, boolean mayHaveRun, Health connection) {
        return new Failure(
                new Unavailable("%s gave no usable answer: %s".formatted(tool, how), mayHaveRun),
                how,
                Blame.SERVER,
                connection);
    }
}
