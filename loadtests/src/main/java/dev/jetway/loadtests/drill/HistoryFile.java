package dev.jetway.loadtests.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.loadtests.drill.ClientHistory.Noted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Histories as JSON Lines: one observation a line, with when, where and by whom it was made. */
public final class HistoryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HistoryFile() {}

    /** Replaces the file. */
    public static void write(Path file, List<ClientHistory> histories) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            for (var history : histories) {
                for (var noted : history.noted()) {
                    out.write(line(history, noted));
                    out.newLine();
                }
            }
        }
    }

    static String line(ClientHistory history, Noted noted) {
        var what = noted.what();
        var line = JSON.createObjectNode()
                .put("at", noted.at().toString())
                .put("traveler", history.traveler())
                .put("client", history.client())
                .put("region", noted.region())
                .put("what", what.getClass().getSimpleName());
        line.setAll((ObjectNode) JSON.valueToTree(what));
        return line.toString();
    }
}
