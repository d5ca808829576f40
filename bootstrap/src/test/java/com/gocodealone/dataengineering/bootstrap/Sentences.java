package com.gocodealone.dataengineering.bootstrap;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Every sentence with which the code refuses something, read from its sources. */
final class Sentences {
    /** Stands for what is only known when it happens. */
    private static final String OPEN = "…";

    private static final String WRONG_KEY = "INVALID";
    private static final String KEEPS_FROM_STARTING = "What keeps a source from starting";
    private static final String WARNINGS = "Warnings, after which a source starts all the same";

    private final SortedMap<String, SortedSet<String>> byKind = new TreeMap<>();

    private Sentences() {}

    /** A list for each kind of failure in the sources of {@code modules}. */
    static String of(List<Path> modules) throws IOException {
        Sentences found = new Sentences();
        for (CompilationUnitTree source : parse(modules)) {
            source.accept(found.new Finder(), null);
        }
        return found.byKind.entrySet().stream()
                .map(one -> section(one.getKey(), one.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static Iterable<? extends CompilationUnitTree> parse(List<Path> modules)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, Locale.ROOT, null);
        List<Path> sources = modules.stream().flatMap(Sentences::sources).toList();
        var units = files.getJavaFileObjectsFromPaths(sources);
        return ((JavacTask) compiler.getTask(null, files, null, null, null, units)).parse();
    }

    private static Stream<Path> sources(Path module) {
        try (Stream<Path> all = Files.walk(module.resolve("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String section(String kind, SortedSet<String> sentences) {
        return sentences.stream()
                .map(sentence -> "- %s\n".formatted(sentence.replace("<", "\\<")))
                .collect(Collectors.joining("", "## %s\n\n".formatted(kind), ""));
    }

    private void add(String kind, String sentence) {
        if (sentence.codePoints().filter(Character::isLetter).count() > 3) {
            byKind.computeIfAbsent(kind, any -> new TreeSet<>()).add(sentence);
        }
    }

    private final class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
        @Override
        public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void none) {
            List<? extends ExpressionTree> given = made.getArguments();
            if (made.getIdentifier().toString().equals("Failure") && given.size() > 1) {
                add(nameOf(given.getFirst()), text(given.get(1)));
            }
            return super.visitNewClass(made, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree call, @Nullable Void none) {
            List<? extends ExpressionTree> given = call.getArguments();
            switch (call.getMethodSelect().toString()) {
                case "problems.add" -> add(WRONG_KEY, text(given.getLast()));
                case "findings.error", "findings.obstacle" ->
                        add(KEEPS_FROM_STARTING, repair(given));
                case "findings.warning" -> add(WARNINGS, repair(given));
                default -> {}
            }
            return super.visitMethodInvocation(call, null);
        }

        /** As {@code Findings} takes it: what was looked at, what is so, what repairs it. */
        private static String repair(List<? extends ExpressionTree> finding) {
            String repair = text(finding.getLast());
            String fact = text(finding.get(1));
            return repair.equals("null") ? fact : "%s: `%s`".formatted(fact, repair);
        }

        private static String nameOf(ExpressionTree kind) {
            return kind instanceof MemberSelectTree constant
                    ? constant.getIdentifier().toString()
                    : "Of several kinds";
        }

        private static String text(ExpressionTree expression) {
            return switch (expression) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                case ParenthesizedTree inner -> text(inner.getExpression());
                case MethodInvocationTree call when isFormatting(call) -> template(call);
                default -> OPEN;
            };
        }

        private static boolean isFormatting(MethodInvocationTree call) {
            return call.getMethodSelect() instanceof MemberSelectTree method
                    && method.getIdentifier().contentEquals("formatted");
        }

        private static String template(MethodInvocationTree call) {
            var method = (MemberSelectTree) call.getMethodSelect();
            return text(method.getExpression()).replaceAll("%[\\d$,.]*[a-z]", OPEN);
        }
    }
}
