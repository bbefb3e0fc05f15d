package dev.jetway.travel.tools;

import dev.jetway.travel.simulation.Climate;
import dev.jetway.travel.simulation.Forecasts;
import dev.jetway.travel.world.City;
import dev.jetway.travel.world.Gazetteer;
import java.time.Month;
import java.util.List;
import java.util.Map;

/** The {@code weather} server. */
final class WeatherTools {

    private final Climate climate;
    private final Forecasts forecasts;
    private final Gazetteer gazetteer;

    private WeatherTools(Climate climate, Forecasts forecasts, Gazetteer gazetteer) {
        this.climate = climate;
        this.forecasts = forecasts;
        this.gazetteer = gazetteer;
    }

    static ToolServer server(Climate climate, Forecasts forecasts, Gazetteer gazetteer) {
        WeatherTools tools = new WeatherTools(climate, forecasts, gazetteer);
        return new ToolServer("weather", Map.of("climate", tools::climate, "forecast", tools::forecast));
    }

    private Usual climate(Arguments arguments, Caller caller) {
        City city = city(arguments);
        int month = arguments.integer("month");
        Climate.MonthOfClimate usual = climate.of(city, Month.of(month));
        return new Usual(
                city.name(),
                city.country().code(),
                month,
                usual.averageHighC(),
                usual.averageLowC(),
                usual.rainyDays(),
                usual.rainMm(),
                usual.sunshineHoursPerDay(),
                usual.summary(),
                Climate.BASIS,
                true);
    }

    private Forecast forecast(Arguments arguments, Caller caller) {
        City city = city(arguments);
        List<Day> days = forecasts.days(city, arguments.date("from"), arguments.date("to")).stream()
                .map(day ->
                        new Day(day.date().toString(), day.highC(), day.lowC(), day.rainProbability(), day.summary()))
                .toList();
        return new Forecast(city.name(), city.country().code(), true, days);
    }

    private City city(Arguments arguments) {
        return gazetteer.city(arguments.text("city"), arguments.optionalText("country"));
    }

    record Usual(
            String city,
            String country,
            int month,
            double averageHighC,
            double averageLowC,
            int rainyDays,
            int rainMm,
            double sunshineHoursPerDay,
            String summary,
            String basis,
            boolean simulated) {}

    record Forecast(String city, String country, boolean simulated, List<Day> days) {}

    record Day(String date, double highC, double lowC, int rainProbability, String summary) {}
}
