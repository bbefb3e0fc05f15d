package dev.jetway.mcp.identity;

import java.util.regex.Pattern;

/** What a bearer token may look like (RFC 6750, 2.1), so that nothing else gets into a header. */
final class Bearer {

    static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,12000}=*");

    private Bearer() {}
}
