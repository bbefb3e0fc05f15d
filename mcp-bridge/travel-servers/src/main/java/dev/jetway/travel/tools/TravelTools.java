package dev.jetway.travel.tools;

import dev.jetway.travel.bookings.Bookings;
import dev.jetway.travel.simulation.Climate;
import dev.jetway.travel.simulation.Flights;
import dev.jetway.travel.simulation.Forecasts;
import dev.jetway.travel.simulation.Hotels;
import dev.jetway.travel.simulation.Loyalty;
import dev.jetway.travel.world.Gazetteer;
import dev.jetway.travel.world.World;
import java.time.Clock;
import java.util.List;

/** The six servers. */
public final class TravelTools {

    private TravelTools() {}

    public static List<ToolServer> servers(
            World world, Flights flights, Hotels hotels, Bookings bookings, long seed, Clock clock) {
        Gazetteer gazetteer = new Gazetteer(world);
        Climate climate = new Climate();
        return List.of(
                FlightTools.server(flights, gazetteer, clock),
                HotelTools.server(hotels, gazetteer, clock),
                DestinationTools.server(world, gazetteer, flights, clock),
                WeatherTools.server(climate, new Forecasts(climate, seed, clock), gazetteer),
                LoyaltyTools.server(new Loyalty(seed, clock)),
                BookingTools.server(bookings));
    }
}
