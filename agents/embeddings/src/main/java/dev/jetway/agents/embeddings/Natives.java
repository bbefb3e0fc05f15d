package dev.jetway.agents.embeddings;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Starts ONNX Runtime and leaves nothing behind. Left alone it unpacks its native code into a folder of its own at
 * every start, and does not remove that folder.
 */
final class Natives {

    private static final String FOLDER = "onnxruntime.native.path";
    private static final List<String> LIBRARIES =
            List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared");

    private Natives() {}

    /** Loads the native code, from where the operator says in {@code onnxruntime.native.path} or from its jar. */
    static OrtEnvironment start(String name) throws IOException {
        if (System.getProperty(FOLDER) != null || !packed()) {
            return OrtEnvironment.getEnvironment(name);
        }
        var folder = Files.createTempDirectory(
                "jetway-onnxruntime-%d-".formatted(ProcessHandle.current().pid()));
        try {
            for (var library : LIBRARIES) {
                unpack(library, folder);
            }
            System.setProperty(FOLDER, folder.toString());
            return OrtEnvironment.getEnvironment(name);
        } finally {
            System.clearProperty(FOLDER);
            remove(folder.toFile());
        }
    }

    private static boolean packed() {
        return Natives.class.getResource(resource(LIBRARIES.get(0))) != null;
    }

    private static void unpack(String library, Path folder) throws IOException {
        try (var stream = Natives.class.getResourceAsStream(resource(library))) {
            if (stream != null) {
                Files.copy(stream, folder.resolve(System.mapLibraryName(library)));
            }
        }
    }

    private static String resource(String library) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var platform = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        var chip = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        return "/ai/onnxruntime/native/%s-%s/%s".formatted(platform, chip, System.mapLibraryName(library));
    }

    /** Where loaded code can't be removed, as on Windows, it goes at the end of the JVM: the last to be noted first. */
    private static void remove(File folder) {
        folder.deleteOnExit();
        var files = folder.listFiles();
        for (var file : files == null ? new File[0] : files) {
            if (!file.delete()) {
                file.deleteOnExit();
            }
        }
        folder.delete();
    }
}
