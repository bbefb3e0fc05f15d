package dev.jetway.agents.evaluation;

/** Data that can't be judged by; the message begins with the file and, where there is one, the line. */
public final class BadDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param where for example {@code flights.jsonl:12} */
    public BadDataException(String where, String what) {
        super(where + ": " + what);
    }
}
