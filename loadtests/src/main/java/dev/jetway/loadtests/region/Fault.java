package dev.jetway.loadtests.region;

import java.io.IOException;
import java.time.Duration;

/** Something that befalls the regions, and passes. Both methods block until it has been done. */
interface Fault {

    /** How it is called on the command line. */
    String name();

    void strike(Regions regions) throws IOException;

    /** Afterwards everything runs again that ran before. */
    void heal(Regions regions) throws IOException;

    /** What it is good for to stay struck: shorter shows nothing. */
    default Duration shortest() {
        return Duration.ofSeconds(5);
    }

    /** A node dies and is started again. */
    record KillNode(String region) implements Fault {
        @Override
        public String name() {
            return "kill-node";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.region(region).killNode(0);
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.region(region).startNodes();
        }
    }

    /** Nodes and Cassandra die, and come back: Cassandra, what it missed, nodes. */
    record KillRegion(String region) implements Fault {
        @Override
        public String name() {
            return "kill-region";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.region(region).kill();
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.region(region).startDatabase();
            regions.region(region).startNodes();
        }
    }

    /** The regions do not hear of each other any more. */
    record Cut() implements Fault {
        @Override
        public String name() {
            return "cut";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.network().cut(Regions.NAMES.get(0), Regions.NAMES.get(1));
            regions.network().cut(Regions.NAMES.get(1), Regions.NAMES.get(0));
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.network().heal();
        }
    }

    /** What the region sends does not arrive in the other one. */
    record CutOneWay(String region) implements Fault {
        @Override
        public String name() {
            return "cut-one-way";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.network().cut(region, Regions.other(region));
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.network().heal();
        }
    }

    /** Cassandra is stopped in good order, while the nodes stay. */
    record StopCassandra(String region) implements Fault {
        @Override
        public String name() {
            return "stop-cassandra";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.region(region).stopDatabase();
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.region(region).startDatabase();
        }
    }

    /** A node stands still, past every time-out, and goes on as if nothing had been. */
    record Pause(String region) implements Fault {
        @Override
        public String name() {
            return "pause";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            regions.region(region).suspendNode(0);
        }

        @Override
        public void heal(Regions regions) throws IOException {
            regions.region(region).resumeNode(0);
        }

        @Override
        public Duration shortest() {
            return Duration.ofSeconds(47);
        }
    }

    /** All nodes are stopped in good order and started again, one after the other. */
    record Rolling() implements Fault {
        @Override
        public String name() {
            return "rolling";
        }

        @Override
        public void strike(Regions regions) throws IOException {
            for (var name : Regions.NAMES) {
                var region = regions.region(name);
                for (int node = 0; node < region.size(); node++) {
                    region.stopNode(node);
                    region.startNodes();
                }
            }
        }

        @Override
        public void heal(Regions regions) {
            // Nothing is missing.
        }
    }
}
