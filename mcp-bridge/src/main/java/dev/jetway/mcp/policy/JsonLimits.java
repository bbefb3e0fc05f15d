package dev.jetway.mcp.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.mcp.trust.ReadableJson;
import java.util.Map;
import java.util.Optional;

/**
 * How large a JSON value may be in every direction. Checked in one pass that goes no deeper, and not much
 * further, than what is allowed.
 *
 * @param maxBytes about how long the whole text may be
 * @param maxDepth how many objects and lists may lie in one another
 * @param maxString how many characters one string, or one key, may have
 */
public record JsonLimits(long maxBytes, int maxDepth, long maxString) {

    /** Limits the depth and nothing else. */
    public static JsonLimits ofDepth(int maxDepth) {
        return new JsonLimits(Long.MAX_VALUE, maxDepth, Long.MAX_VALUE);
    }

    /** What is too large, and the JSON Pointer to it; empty when nothing is. */
    public Optional<String> violation(JsonNode value) {
        return new Walk().visit(value, 0) ? Optional.empty() : Optional.of(message(value));
    }

    /** Found again with its path, which only the rare refusal has to pay for. */
    private String message(JsonNode value) {
        Walk walk = new Walk();
        walk.path = new StringBuilder();
        walk.visit(value, 0);
        return walk.complaint;
    }

    private final class Walk {

        private long bytes;
        private StringBuilder path;
        private String complaint;

        private boolean visit(JsonNode node, int depth) {
            if (node.isTextual()) {
                int length = node.textValue().length();
                bytes += length + 2L;
                return length <= maxString
                        ? fits()
                        : complain("is a string of %d characters, and %d are allowed".formatted(length, maxString));
            }
            if (!node.isContainerNode()) {
                bytes += 8;
                return fits();
            }
            if (depth == maxDepth) {
                return complain("is nested deeper than the %d levels allowed".formatted(maxDepth));
            }
            bytes += 2;
            return node.isObject() ? object(node, depth) : list(node, depth);
        }

        private boolean object(JsonNode node, int depth) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                int length = field.getKey().length();
                bytes += length + 5L;
                if (length > maxString) {
                    return complain("has a key of %d characters, and %d are allowed".formatted(length, maxString));
                }
                int here = enter(field.getKey());
                if (!visit(field.getValue(), depth + 1)) {
                    return false;
                }
                leave(here);
            }
            return true;
        }

        private boolean list(JsonNode node, int depth) {
            for (int i = 0; i < node.size(); i++) {
                bytes++;
                int here = path == null ? 0 : enter(String.valueOf(i));
                if (!visit(node.get(i), depth + 1)) {
                    return false;
                }
                leave(here);
            }
            return true;
        }

        private boolean fits() {
            return bytes <= maxBytes || complain("makes it larger than %d bytes".formatted(maxBytes));
        }

        private int enter(String name) {
            if (path == null) {
                return 0;
            }
            int here = path.length();
            path.append('/').append(name.replace("~", "~0").replace("/", "~1"));
            return here;
        }

        private void leave(int here) {
            if (path != null) {
                path.setLength(here);
            }
        }

        private boolean complain(String what) {
            if (path != null) {
                complaint = (path.length() == 0 ? "it" : ReadableJson.shown(path.toString())) + " " + what;
            }
            return false;
        }
    }
}
