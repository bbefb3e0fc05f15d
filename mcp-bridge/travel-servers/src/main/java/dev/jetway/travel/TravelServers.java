package dev.jetway.travel;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the six servers, says so in one line on standard output, and runs until it is told to stop. */
@Command(
        name = "travel-servers",
        mixinStandardHelpOptions = true,
        description = "Jetway's reference travel back end: simulated flights, hotels, weather and bookings as MCP"
                + " servers over HTTP.")
public final class TravelServers implements Callable<Integer> {

    private static final int SHORTEST_SECRET = 32;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private InetAddress host;

    @Option(names = "--port", defaultValue = "0", description = "Port to listen on; 0 chooses a free one.")
    private int port;

    @Option(names = "--data", required = true, description = "Folder of the bookings database.")
    private Path data;

    @Option(
            names = "--seed",
            defaultValue = "20260101",
            description = "Chooses the simulated world (${DEFAULT-VALUE}); equal seeds, equal worlds.")
    private long seed;

    @Option(
            names = "--token-secret-file",
            required = true,
            description = "File with the base64 of at least 32 random bytes; who knows it signs tokens.")
    private Path tokenSecretFile;

    @Option(names = "--faults", description = "Allow faults to be switched on over HTTP. For drills only.")
    private boolean faults;

    @Option(names = "--today", paramLabel = "DATE", description = "Start the clock on this day. For tests.")
    private LocalDate today;

    public static void main(String[] arguments) {
        int exit = new CommandLine(new TravelServers())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("travel-servers: " + reason(e));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(exit);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TravelBackend backend =
                TravelBackend.start(new TravelBackend.Settings(host, port, data, seed, secret(), faults, clock()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            backend.close();
            stopped.countDown();
        }));
        System.out.println("travel-servers ready " + backend.url());
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private byte[] secret() throws IOException {
        try {
            byte[] secret = Base64.getMimeDecoder()
                    .decode(Files.readString(tokenSecretFile).strip());
            if (secret.length < SHORTEST_SECRET) {
                throw new IOException(tokenSecretFile + " holds " + secret.length
                        + " bytes; the token secret needs at least " + SHORTEST_SECRET + ", as base64");
            }
            return secret;
        } catch (IllegalArgumentException e) {
            throw new IOException(tokenSecretFile + " is not base64", e);
        }
    }

    private Clock clock() {
        if (today == null) {
            return Clock.systemUTC();
        }
        Clock system = Clock.systemUTC();
        return Clock.offset(
                system, Duration.between(system.instant(), today.atTime(8, 0).toInstant(ZoneOffset.UTC)));
    }

    private static String reason(Exception e) {
        if (e instanceof BindException) {
            return "cannot listen there: " + e.getMessage() + "; choose another --port";
        }
        return e instanceof NoSuchFileException ? "no such file: " + e.getMessage() : e.getMessage();
    }
}
