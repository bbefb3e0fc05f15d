package dev.jetway.runtime.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetway.runtime.cli.doctor.Facts.Folder;
import dev.jetway.runtime.cli.doctor.Facts.Listener;
import dev.jetway.runtime.cli.doctor.Facts.LockFile;
import dev.jetway.runtime.cli.doctor.Facts.Network;
import dev.jetway.runtime.cli.doctor.Facts.Page;
import dev.jetway.runtime.cli.doctor.Facts.Resources;
import dev.jetway.runtime.cli.doctor.Facts.Tooling;
import dev.jetway.runtime.cli.doctor.Finding.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExaminationTest {
    private static final long GIB = 1L << 30;

    private static final Tooling BUILT = new Tooling(Optional.of("Maven 3.9.9"), true, List.of());
    private static final Page FREE = new Page(8080, Listener.NOBODY);
    private static final Folder EMPTY = new Folder("/data", true, 50 * GIB, List.of(), false);
    private static final Resources PLENTY = new Resources(65_536, 8 * GIB);
    private static final Network KNOWN = new Network(true, "desk", true);
    private static final Facts FIT = new Facts(17, BUILT, FREE, EMPTY, PLENTY, KNOWN, List.of());

    @Test
    void aFitMachineHasNothingButGoodLines() {
        assertThat(Examination.of(FIT)).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(Examination.fit(Examination.of(FIT))).isTrue();
    }

    @Test
    void whatMakesANodeAskAModelIsNamed() {
        var facts = new Facts(17, BUILT, FREE, EMPTY, PLENTY, KNOWN, List.of("OPENAI_API_KEY"));

        assertThat(Examination.of(facts))
                .filteredOn(finding -> finding.subject().equals("Language model"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .startsWith("OPENAI_API_KEY set")
                        .contains("jetway.models-from-environment.enabled"));
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                trouble(new Facts(21, BUILT, FREE, EMPTY, PLENTY, KNOWN, List.of()), Level.FAIL, "Java", "needs 17"),
                trouble(with(new Tooling(Optional.empty(), true, List.of())), Level.WARN, "Build", "cannot be built"),
                trouble(
                        with(new Tooling(Optional.empty(), true, List.of("runtime"))),
                        Level.FAIL,
                        "Build",
                        "Install Maven"),
                trouble(
                        with(new Tooling(Optional.of("Maven 3.9.9"), false, List.of("runtime"))),
                        Level.FAIL,
                        "Build",
                        "no compiler"),
                trouble(
                        with(new Tooling(Optional.of("Maven 3.9.9"), true, List.of("runtime"))),
                        Level.WARN,
                        "Build",
                        "not yet built"),
                trouble(with(new Page(8080, Listener.STRANGER)), Level.FAIL, "Port 8080", "--port"),
                trouble(with(new Page(8080, Listener.JETWAY)), Level.WARN, "Port 8080", "already running"),
                trouble(
                        with(new Folder("/data", false, 50 * GIB, List.of(), false)),
                        Level.FAIL,
                        "Data folder",
                        "--data"),
                trouble(
                        with(new Folder("/data", true, 50 * GIB, List.of(), true)),
                        Level.WARN,
                        "Data folder",
                        "chmod 600"),
                trouble(with(new Folder("/data", true, 100 << 20, List.of(), false)), Level.FAIL, "Disk", "100 MiB"),
                trouble(with(new Folder("/data", true, GIB, List.of(), false)), Level.WARN, "Disk", "1.0 GiB"),
                trouble(
                        with(new Folder(
                                "/data", true, 50 * GIB, List.of(new LockFile("/data/up.lock", 42, false)), false)),
                        Level.WARN,
                        "Leftovers",
                        "process 42"),
                trouble(
                        with(new Folder(
                                "/data", true, 50 * GIB, List.of(new LockFile("/data/up.lock", 42, true)), false)),
                        Level.WARN,
                        "In use",
                        "another --data"),
                trouble(with(new Resources(65_536, 300 << 20)), Level.FAIL, "Memory", "300 MiB"),
                trouble(with(new Resources(65_536, GIB)), Level.WARN, "Memory", "1.0 GiB"),
                trouble(with(new Resources(256, 8 * GIB)), Level.FAIL, "Open files", "ulimit"),
                trouble(with(new Resources(1_024, 8 * GIB)), Level.WARN, "Open files", "1024 per process"),
                trouble(with(new Network(false, "desk", true)), Level.FAIL, "Loopback", "/etc/hosts"),
                trouble(with(new Network(true, "desk", false)), Level.WARN, "Host name", "127.0.1.1 desk"));
    }

    private static Facts with(Tooling tooling) {
        return new Facts(17, tooling, FREE, EMPTY, PLENTY, KNOWN, List.of());
    }

    private static Facts with(Page page) {
        return new Facts(17, BUILT, page, EMPTY, PLENTY, KNOWN, List.of());
    }

    private static Facts with(Folder folder) {
        return new Facts(17, BUILT, FREE, folder, PLENTY, KNOWN, List.of());
    }

    private static Facts with(Resources resources) {
        return new Facts(17, BUILT, FREE, EMPTY, resources, KNOWN, List.of());
    }

    private static Facts with(Network network) {
        return new Facts(17, BUILT, FREE, EMPTY, PLENTY, network, List.of());
    }

    private static Arguments trouble(Facts facts, Level level, String subject, String words) {
        return Arguments.of(facts, level, subject, words);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void eachTroubleIsOneLineThatSaysWhatToDo(Facts facts, Level level, String subject, String words) {
        List<Finding> findings = Examination.of(facts);

        assertThat(findings)
                .filteredOn(finding -> finding.level() != Level.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(level);
                    assertThat(finding.subject()).isEqualTo(subject);
                    assertThat(finding.sentence()).contains(words);
                });
        assertThat(Examination.fit(findings)).isEqualTo(level != Level.FAIL);
    }
}
