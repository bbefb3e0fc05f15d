package dev.jetway.mcp.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pins of all servers, as a text under version control: sorted, one value per line, each descriptor in
 * full beside its hash, so that its diff is the diff a reviewer wants to read.
 *
 * @param servers by name
 */
public record LockFile(SortedMap<String, ServerPins> servers) {

    private static final int VERSION = 1;
    private static final long MAX_BYTES = 64L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public LockFile {
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
    }

    public Optional<ServerPins> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /**
     * Reads a file. Blocks.
     *
     * @throws IllegalArgumentException naming the file, if it is not there or is not a lock file whose hashes
     *     fit its descriptors
     */
    public static LockFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "The lock file %s is larger than %d bytes".formatted(file, MAX_BYTES));
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "The lock file %s does not exist; 'jetway tools lock' writes it".formatted(file), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The lock file %s is not JSON (line %d): %s"
                            .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The lock file %s cannot be read: %s".formatted(file, e), e);
        } catch (WrongLockFileException e) {
            throw new IllegalArgumentException("The lock file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static final class WrongLockFileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WrongLockFileException(String message) {
            super(message);
        }
    }

    private static LockFile parse(String text) throws JsonProcessingException {
        JsonNode file = JSON.readTree(text);
        requireKeys("", file, Set.of("lockFile", "servers"));
        if (file.path("lockFile").asInt() != VERSION) {
            throw new WrongLockFileException(
                    "its format is %s, and this Jetway knows format %d".formatted(file.path("lockFile"), VERSION));
        }
        SortedMap<String, ServerPins> servers = new TreeMap<>();
        file.path("servers")
                .properties()
                .forEach(entry -> servers.put(entry.getKey(), server(entry.getKey(), entry.getValue())));
        return new LockFile(servers);
    }

    private static ServerPins server(String name, JsonNode entry) {
        requireKeys(name, entry, Set.of("instructions", "tools"));
        SortedMap<String, Descriptor> tools = new TreeMap<>();
        entry.path("tools").properties().forEach(tool -> {
            String full = name + "." + ReadableJson.shown(tool.getKey());
            Descriptor descriptor = pinned(full, tool.getValue(), "descriptor");
            if (!descriptor.name().equals(tool.getKey())) {
                throw new WrongLockFileException("the descriptor of %s is that of a tool named %s"
                        .formatted(full, ReadableJson.shown(descriptor.name())));
            }
            tools.put(tool.getKey(), descriptor);
        });
        return new ServerPins(pinned(name + ".instructions", entry.path("instructions"), "text"), tools);
    }

    private static Descriptor pinned(String what, JsonNode entry, String key) {
        requireKeys(what, entry, Set.of("sha256", key));
        Descriptor descriptor = Descriptor.of(entry.get(key));
        if (!descriptor.hash().equals(entry.get("sha256").asText())) {
            throw new WrongLockFileException(
                    "the hash of %s is not that of the text beside it; 'jetway tools lock' writes both"
                            .formatted(what));
        }
        return descriptor;
    }

    private static void requireKeys(String where, JsonNode entry, Set<String> keys) {
        String at = where.isEmpty() ? "it" : where;
        if (!entry.isObject()) {
            throw new WrongLockFileException("%s must be an object".formatted(at));
        }
        for (String key : keys) {
            if (!entry.has(key)) {
                throw new WrongLockFileException("%s lacks '%s'".formatted(at, key));
            }
        }
        entry.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw new WrongLockFileException("%s has an unknown '%s'".formatted(at, ReadableJson.shown(key)));
            }
        });
    }

    /** The same text for the same pins, ending with a line feed. */
    public String text() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode file = nodes.objectNode().put("lockFile", VERSION);
        ObjectNode all = file.putObject("servers");
        servers.forEach((name, pins) -> {
            ObjectNode server = all.putObject(name);
            entry(server.putObject("instructions"), pins.instructions(), "text");
            ObjectNode tools = server.putObject("tools");
            pins.tools().forEach((tool, descriptor) -> entry(tools.putObject(tool), descriptor, "descriptor"));
        });
        return ReadableJson.text(file) + "\n";
    }

    private static void entry(ObjectNode entry, Descriptor descriptor, String key) {
        entry.put("sha256", descriptor.hash()).set(key, descriptor.json());
    }

    /**
     * Writes the file, whole or not at all; creates its folder. Blocks.
     *
     * @throws IOException if it cannot be written; what was there is still there then
     */
    public void write(Path file) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.write(fresh, text().getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
