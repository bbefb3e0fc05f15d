package dev.jetway.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** What came of a request to a server. */
public sealed interface Answer {

    /** The server's result. */
    record Result(JsonNode value) implements Answer {
        @Override
        public <T> T fold(Function<Result, T> onResult, Function<Refusal, T> onRefusal, Function<Lost, T> onLost) {
            return onResult.apply(this);
        }
    }

    /** The server's JSON-RPC error. */
    record Refusal(int code, String message) implements Answer {
        @Override
        public <T> T fold(Function<Result, T> onResult, Function<Refusal, T> onRefusal, Function<Lost, T> onLost) {
            return onRefusal.apply(this);
        }
    }

    /**
     * There is no answer and there will be none.
     *
     * @param status the HTTP status that came, or 0
     * @param how what happened, in a few words
     */
    record Lost(Cause cause, int status, String how) implements Answer {

        static Lost of(Cause cause, String how) {
            return new Lost(cause, 0, how);
        }

        @Override
        public <T> T fold(Function<Result, T> onResult, Function<Refusal, T> onRefusal, Function<Lost, T> onLost) {
            return onLost.apply(this);
        }
    }

    /** Why an answer was lost. */
    enum Cause {
        /** No connection came about: the request surely never left. */
        UNREACHABLE,
        /** The server does not know the session (HTTP 404): it has executed nothing. */
        SESSION_UNKNOWN,
        /** The server turned the HTTP request away; see the status. */
        REJECTED,
        /** The answer grew larger than the caller allows, and was cut. */
        TOO_LARGE,
        /** What came is not a JSON-RPC answer. */
        NONSENSE,
        /** The response ended, or its connection broke, before the answer was there. */
        BROKEN,
        /** The connection to the server was closed on this side, or the caller gave up. */
        GIVEN_UP
    }

    <T> T fold(Function<Result, T> onResult, Function<Refusal, T> onRefusal, Function<Lost, T> onLost);
}
