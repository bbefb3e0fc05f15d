package dev.jetway.mcp.server;

import dev.jetway.agents.ToolResult;
import dev.jetway.agents.ToolResult.ToolError;
import dev.jetway.agents.ToolResult.Unavailable;
import dev.jetway.mcp.transport.BridgeTransport;
import dev.jetway.mcp.transport.Call;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Set;

/**
 * What an error that came instead of an answer means to the caller, to the breaker and to the connection.
 *
 * @param cause what happened, in a few words
 * @param countsAgainstServer whether the server failed, rather than understood and said no
 * @param connectionRefused whether not even a connection came about
 */
record Failure(ToolResult result, String cause, boolean countsAgainstServer, boolean connectionRefused) {

    private static final int UNAUTHORIZED = 401;

    /** Errors a server reports before it runs a tool. An internal error may come from the middle of it. */
    private static final Set<Integer> NOTHING_RAN = Set.of(
            ErrorCodes.PARSE_ERROR, ErrorCodes.INVALID_REQUEST, ErrorCodes.METHOD_NOT_FOUND, ErrorCodes.INVALID_PARAMS);

    static Failure of(String server, String tool, Call call, Throwable error) {
        if (error instanceof McpError answered && answered.getJsonRpcError() != null) {
            int code = answered.getJsonRpcError().code();
            if (code == BridgeTransport.PEER_LOST || code == BridgeTransport.ABANDONED) {
                return lost(tool, call, answered.getMessage());
            }
            return NOTHING_RAN.contains(code)
                    ? new Failure(new ToolError(Answers.sentence(answered.getMessage())), "", false, false)
                    : new Failure(unusable(tool, "it reported an error of its own", true), "", false, false);
        }
        if (refused(error)) {
            String cause = "nothing answers at its address";
            return new Failure(
                    new Unavailable("%s cannot be reached at the moment: %s".formatted(server, cause), false),
                    cause,
                    true,
                    true);
        }
        if (call.sessionUnknown()) {
            return new Failure(unusable(tool, "the server forgot its session twice", false), "", true, false);
        }
        if (call.status() == UNAUTHORIZED) {
            return new Failure(unusable(tool, "the server did not accept our token", false), "", true, false);
        }
        if (call.status() >= 300) {
            return new Failure(unusable(tool, "it answered HTTP " + call.status(), true), "", true, false);
        }
        return lost(tool, call, "its answer broke off or made no sense");
    }

    private static Failure lost(String tool, Call call, String how) {
        String reason = call.tooLarge() ? "its answer was too large" : how;
        return new Failure(unusable(tool, reason, true), reason, true, false);
    }

    private static Unavailable unusable(String tool, String reason, boolean mayHaveRun) {
        return new Unavailable("%s gave no usable answer: %s".formatted(tool, reason), mayHaveRun);
    }

    private static boolean refused(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
