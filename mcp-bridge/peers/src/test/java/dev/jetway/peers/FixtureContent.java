package dev.jetway.peers;

import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;

/** Small things to answer with. */
final class FixtureContent {

    /** A transparent pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    /** No sound at all. */
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

    private FixtureContent() {}

    static Content text(String text) {
        return TextContent.builder(text).build();
    }

    static Content image() {
        return ImageContent.builder(PNG, "image/png").build();
    }

    static Content sound() {
        return AudioContent.builder(WAV, "audio/wav").build();
    }

    static Content embedded(String uri, String type, String text) {
        return EmbeddedResource.builder(document(uri, type, text)).build();
    }

    static ResourceContents document(String uri, String type, String text) {
        return TextResourceContents.builder(uri, text).mimeType(type).build();
    }

    static ResourceContents picture(String uri) {
        return BlobResourceContents.builder(uri, PNG).mimeType("image/png").build();
    }
}
