package dev.jetway.runtime.region.link;

/** A region was there, and would not or could not do what it was asked. */
public final class LinkRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    LinkRefusedException(int status, String said) {
        super("HTTP %d: %s".formatted(status, said.length() > 300 ? said.substring(0, 300) + "…" : said));
        this.status = status;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }
}
