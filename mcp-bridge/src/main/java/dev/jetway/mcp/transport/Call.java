package dev.jetway.mcp.transport;

import io.modelcontextprotocol.common.McpTransportContext;

/**
 * One request on its way to a server: whose token goes with it, how large its answer may be, and what
 * became of it on the wire. Travels in the Reactor context, so that nothing about a caller is ever kept in
 * a connection that callers share.
 */
public final class Call implements McpTransportContext {

    /** No token is sent. */
    public static final String ANONYMOUS = "";

    private static final int NOT_FOUND = 404;

    private final String token;
    private final long maxAnswerBytes;

    private volatile Object id;
    private volatile String protocolVersion;
    private volatile PeerHttp.Exchange exchange;
    private volatile int status;
    private volatile boolean inSession;
    private volatile boolean tooLarge;

    /**
     * @param token the bearer token, or {@link #ANONYMOUS}
     * @param maxAnswerBytes the response is cut when its body grows beyond this
     */
    public Call(String token, long maxAnswerBytes) {
        this.token = token;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /** Always null: a call is found by its type, not by a key. */
    @Override
    public Object get(String key) {
        return null;
    }

    /** The HTTP status of the answer, or 0 while there is none. */
    public int status() {
        return status;
    }

    /** Whether the server turned the call away because it does not know the session: nothing was executed. */
    public boolean sessionUnknown() {
        return inSession && status == NOT_FOUND;
    }

    /** Whether the answer was cut because it grew too large. */
    public boolean tooLarge() {
        return tooLarge;
    }

    String token() {
        return token;
    }

    long maxAnswerBytes() {
        return maxAnswerBytes;
    }

    Object id() {
        return id;
    }

    String protocolVersion() {
        return protocolVersion;
    }

    void sending(Object requestId, String negotiatedVersion) {
        id = requestId;
        protocolVersion = negotiatedVersion;
    }

    void started(PeerHttp.Exchange started) {
        exchange = started;
    }

    void leavesWithSession(boolean session) {
        inSession = session;
    }

    void answeredWith(int httpStatus) {
        status = httpStatus;
    }

    void grewTooLarge() {
        tooLarge = true;
    }

    /** Closes the connection the answer would come on. */
    void cut() {
        PeerHttp.Exchange open = exchange;
        if (open != null) {
            open.cut();
        }
    }
}
