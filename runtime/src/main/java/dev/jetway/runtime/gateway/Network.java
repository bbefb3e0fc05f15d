package dev.jetway.runtime.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8}.
 *
 * @param bits how many bits of the address all of them have in common
 */
public record Network(InetAddress address, int bits) {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";

    /** Anything else might be looked up as a name. */
    private static final Pattern LITERAL =
            Pattern.compile("%1$s(\\.%1$s){3}|(?=[^:]*:)[0-9A-Fa-f:]{2,39}(\\.%1$s){0,3}".formatted(BYTE));

    public Network {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("%s has no %d bits".formatted(address.getHostAddress(), bits));
        }
    }

    /** @throws IllegalArgumentException saying what a network looks like */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        var bits = slash < 0 ? "" : text.substring(slash + 1);
        if (address.isEmpty() || slash >= 0 && !bits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'%s' is neither an address nor a network such as 10.0.0.0/8"
                    .formatted(text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
        return new Network(
                address.get(), slash < 0 ? address.get().getAddress().length * Byte.SIZE : Integer.parseInt(bits));
    }

    /** An address as it is written in digits; empty for anything else. No name is looked up. */
    public static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((ours[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
