package dev.jetway.mcp.trust;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form that equal values have in common, to be hashed.
 *
 * <p>Keys are sorted by UTF-16 code units and there is no white space, as in RFC 8785. Numbers are compared by
 * value and exactly ({@code 1}, {@code 1.0} and {@code 1e0} are one number, integers of any length differ in
 * their last digit), where the RFC would round them to a double. Strings are not normalised: a composed and a
 * decomposed é are two strings, as they are to everybody who reads them by code. Half of a surrogate pair is
 * escaped, since UTF-8 has no form for it and would make all such strings one.
 */
public final class CanonicalJson {

    private static final int PLAIN_DIGITS = 21;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CanonicalJson() {}

    public static String text(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    /** In lower case hexadecimal digits. */
    public static String sha256(JsonNode value) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text(value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void write(JsonNode value, StringBuilder out) {
        if (value.isObject()) {
            char before = '{';
            for (Map.Entry<String, JsonNode> field : sorted(value).entrySet()) {
                string(field.getKey(), out.append(before));
                write(field.getValue(), out.append(':'));
                before = ',';
            }
            out.append(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            char before = '[';
            for (JsonNode element : value) {
                write(element, out.append(before));
                before = ',';
            }
            out.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isTextual()) {
            string(value.textValue(), out);
        } else {
            out.append(value.isNumber() ? number(value) : value.asText());
        }
    }

    static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** Whole numbers in full up to 21 digits, as the RFC has them; 1e999999999 stays as short as it is. */
    static String number(JsonNode number) {
        if (number.isDouble() && Double.isInfinite(number.doubleValue())) {
            return number.doubleValue() < 0 ? "-1e999" : "1e999"; // what was too large for a double reads as such again
        }
        if (number.decimalValue().signum() == 0) {
            return "0";
        }
        BigDecimal value = number.decimalValue().stripTrailingZeros();
        return value.scale() <= 0 && (long) value.precision() - value.scale() <= PLAIN_DIGITS
                ? value.toPlainString()
                : value.toString().replace("E+", "e").replace('E', 'e');
    }

    private static void string(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || alone(value, i)) {
                escape(c, out);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean alone(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }

    static void escape(char c, StringBuilder out) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
    }
}
