package dev.jetway.travel;

import dev.jetway.travel.bookings.Bookings;
import dev.jetway.travel.http.TravelHttp;
import dev.jetway.travel.simulation.Flights;
import dev.jetway.travel.simulation.Hotels;
import dev.jetway.travel.tools.TravelTools;
import dev.jetway.travel.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/** The six servers, listening. Closing it twice does no harm. */
public final class TravelBackend implements AutoCloseable {

    private final Bookings bookings;
    private final TravelHttp http;
    private boolean closed;

    private TravelBackend(Bookings bookings, TravelHttp http) {
        this.bookings = bookings;
        this.http = http;
    }

    /**
     * @param port 0 for any free one
     * @param data folder of the bookings database, created when missing
     * @param secret at least 32 bytes, shared with whoever signs the tokens
     * @param faults whether drills may switch faults on
     */
    public record Settings(
            InetAddress host, int port, Path data, long seed, byte[] secret, boolean faults, Clock clock) {}

    /** @throws IOException when the port or the database is taken, with a message fit for the operator */
    public static TravelBackend start(Settings settings) throws IOException {
        World world = World.load();
        Flights flights = new Flights(world, settings.seed(), settings.clock());
        Hotels hotels = new Hotels(world, settings.seed(), settings.clock());
        Bookings bookings = new Bookings(settings.data(), settings.secret(), flights, hotels, settings.clock());
        try {
            TravelHttp http = TravelHttp.start(
                    new InetSocketAddress(settings.host(), settings.port()),
                    TravelTools.servers(world, flights, hotels, bookings, settings.seed(), settings.clock()),
                    settings.secret(),
                    settings.faults(),
                    bookings::entries);
            return new TravelBackend(bookings, http);
        } catch (IOException e) {
            bookings.close();
            throw e;
        }
    }

    /** {@code http://HOST:PORT}; a server's endpoint is {@code /<server>/mcp} below it. */
    public String url() {
        InetSocketAddress address = http.address();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        http.close();
        bookings.close();
    }
}
