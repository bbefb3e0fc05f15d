package dev.jetway.runtime.cli;

import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class Version implements IVersionProvider {

    static String number() {
        return dev.jetway.runtime.Version.number();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"jetway " + number(), "Java " + Runtime.version()};
    }
}
