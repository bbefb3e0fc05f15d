package dev.jetway.runtime.gateway.identity.oidc;

import java.net.URI;
import java.util.regex.Pattern;

/** Which addresses keys may come from. Judged by their text: no name is looked up. */
final class Addresses {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Addresses() {}

    static boolean secure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) && plain(uri);
    }

    static boolean loopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && plain(uri)
                && LOOPBACK.matcher(uri.getHost()).matches();
    }

    private static boolean plain(URI uri) {
        return uri.getHost() != null && uri.getRawUserInfo() == null;
    }
}
