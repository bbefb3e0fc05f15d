package dev.jetway.peers;

import dev.jetway.mcp.transport.Session;
import java.util.concurrent.CompletableFuture;

/** Listens to a session for its end alone. */
final class Quiet implements Session.Listener {

    /** Why nothing more will come of the session. */
    final CompletableFuture<String> gone = new CompletableFuture<>();

    @Override
    public void toolsChanged() {}

    @Override
    public void streamEnded() {}

    @Override
    public void gone(String reason) {
        gone.complete(reason);
    }
}
