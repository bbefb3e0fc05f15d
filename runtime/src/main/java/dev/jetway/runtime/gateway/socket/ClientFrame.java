package dev.jetway.runtime.gateway.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.runtime.gateway.Cursor;
import dev.jetway.runtime.gateway.agui.RunInput;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/** What a client says. Read by {@link ClientFrames}, which has checked every field. */
public sealed interface ClientFrame {

    /** One method per frame, so that a forgotten one does not compile. */
    interface Handler {
        void onHello(Hello hello);

        void onAuth(Auth auth);

        void onPing(Ping ping);

        void onSubscribe(Subscribe subscribe);

        void onUnsubscribe(Unsubscribe unsubscribe);

        void onAck(Ack ack);

        void onRun(Run run);

        void onCancel(Cancel cancel);

        void onHistory(History history);
    }

    void handle(Handler handler);

    /**
     * @param zone where the client is, if it said so
     * @param window how many event frames of a thread it may be sent and not have acknowledged; empty for as many as there are
     * @param supersedes a connection this one takes the place of
     */
    record Hello(
            Optional<String> token,
            ClientProfile profile,
            Optional<ZoneId> zone,
            OptionalInt window,
            Optional<String> supersedes)
            implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onHello(this);
        }

        @Override
        public String toString() {
            return "Hello[token=%s, profile=%s]".formatted(token.map(t -> "…"), profile);
        }
    }

    /** A newer token of the same traveler. */
    record Auth(Optional<String> id, String token) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onAuth(this);
        }

        @Override
        public String toString() {
            return "Auth[id=%s, token=…]".formatted(id);
        }
    }

    /** @param t any JSON value, sent back as it is */
    record Ping(JsonNode t) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onPing(this);
        }
    }

    record Subscribe(String id, String thread, Optional<Cursor> cursor) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onSubscribe(this);
        }
    }

    record Unsubscribe(String id, String thread) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onUnsubscribe(this);
        }
    }

    /** All events of the thread up to this number were read. */
    record Ack(String thread, long seq) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onAck(this);
        }
    }

    record Run(String id, RunInput input) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onRun(this);
        }
    }

    record Cancel(String id, String thread, Optional<String> runId) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onCancel(this);
        }
    }

    record History(String id, String thread, Optional<String> before, int limit) implements ClientFrame {
        @Override
        public void handle(Handler handler) {
            handler.onHistory(this);
        }
    }
}
