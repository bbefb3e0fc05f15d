package dev.jetway.mcp.transport;

/** The SDK, or a caller of a future, learns in this way that no answer will come. */
public final class AnswerLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer.Lost lost;

    public AnswerLostException(Answer.Lost lost) {
        super(lost.how());
        this.lost = lost;
    }

    public Answer.Lost lost() {
        return lost;
    }
}
