package dev.jetway.runtime.described;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.tools.ToolProvider;

/** The node's own source, parsed, for what can't be asked of the compiled classes: which words are passed where. */
final class Sources {

    private static final Path ROOT = Path.of("src", "main", "java", "dev", "jetway", "runtime");

    private Sources() {}

    /**
     * A call of a method or a constructor.
     *
     * @param name {@code Error.of}, {@code path}, or {@code new Bye}; type and method by their simple names
     * @param file where it stands
     */
    record Call(String name, List<? extends ExpressionTree> arguments, String file) {

        /** The argument, if it is text that stands there. */
        Optional<String> text(int index) {
            return index < arguments.size()
                            && arguments.get(index) instanceof LiteralTree literal
                            && literal.getValue() instanceof String text
                    ? Optional.of(text)
                    : Optional.empty();
        }

        /** Whether what comes last is a function, as what is below a path is. */
        boolean endsInFunction() {
            return !arguments.isEmpty()
                    && (arguments.get(arguments.size() - 1) instanceof LambdaExpressionTree
                            || arguments.get(arguments.size() - 1) instanceof MemberReferenceTree);
        }

        /** Whether the argument is a constant that stands elsewhere, and can't be read here. */
        boolean hidesConstant(int index) {
            return index < arguments.size() && simpleName(arguments.get(index)).matches("[A-Z][A-Z0-9_]*");
        }
    }

    /** All calls in the classes of some packages and those below. */
    static List<Call> calls(String... packages) {
        var calls = new ArrayList<Call>();
        for (var folder : packages) {
            each(ROOT.resolve(folder), (file, unit) -> new Finder(file, calls).scan(unit, null));
        }
        return calls;
    }

    private static void each(Path folder, BiConsumer<String, CompilationUnitTree> then) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var found = Files.walk(folder);
                var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var sources = found.filter(it -> it.toString().endsWith(".java")).toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            for (var unit : task.parse()) {
                then.accept(
                        Path.of(unit.getSourceFile().getName()).getFileName().toString(), unit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder.toString(), e);
        }
    }

    private static String simpleName(Tree tree) {
        if (tree instanceof IdentifierTree identifier) {
            return identifier.getName().toString();
        }
        return tree instanceof MemberSelectTree select ? select.getIdentifier().toString() : "";
    }

    private static final class Finder extends TreeScanner<Void, Void> {
        private final String file;
        private final List<Call> calls;

        private Finder(String file, List<Call> calls) {
            this.file = file;
            this.calls = calls;
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            calls.add(new Call("new " + simpleName(made.getIdentifier()), made.getArguments(), file));
            return super.visitNewClass(made, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree called, Void nothing) {
            calls.add(new Call(name(called.getMethodSelect()), called.getArguments(), file));
            return super.visitMethodInvocation(called, nothing);
        }

        private static String name(ExpressionTree method) {
            return method instanceof MemberSelectTree select
                            && !simpleName(select.getExpression()).isEmpty()
                    ? simpleName(select.getExpression()) + "." + select.getIdentifier()
                    : simpleName(method);
        }
    }
}
