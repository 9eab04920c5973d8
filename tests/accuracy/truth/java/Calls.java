// What javac says of the calls in a tree: one line of JSON for each (tests/accuracy/README.md).
//
//     java --add-exports ... Calls.java ROOT OUT SCRATCH [patch-module=NAME] [only=FOLDER]...
//
// All files are attributed, none is compiled; errors (a library that is missing) leave calls that nobody can bind, which
// are marked `unknown`. What is implicit in the language has no target in the tree: accessors of records, methods of
// enumerations, constructors that nobody wrote (then the class is the target).
//
//   - `new T() { ... }` calls T's constructor; of an interface it calls nothing
//   - an enumeration's constant calls its constructor, where one is written
//   - `this(...)` and `super(...)` are calls, an implied `super()` is none
//   - a method reference is a call of its method
//
// patch-module: the sources are those of a module of the JDK. only: files outside of that folder are read, not covered.
import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.api.JavacTrees;
import com.sun.tools.javac.code.Flags;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.ClassSymbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import com.sun.tools.javac.code.Types;
import com.sun.tools.javac.api.BasicJavacTask;
import com.sun.tools.javac.tree.JCTree;
import com.sun.tools.javac.tree.TreeInfo;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import javax.lang.model.element.ElementKind;
import javax.tools.*;

public class Calls {
    static final int OVERRIDES_MAX = 64;

    record Place(String file, long line, String name) {}

    final Path root;
    final Writer out;
    final List<String> only = new ArrayList<>();
    JavacTrees trees;
    Types types;
    final Map<Symbol, Place> places = new HashMap<>();
    final Map<MethodSymbol, List<MethodSymbol>> overriding = new HashMap<>();

    Calls(Path root, Writer out) {
        this.root = root;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toRealPath();
        try (Writer out = Files.newBufferedWriter(Path.of(arguments[1]))) {
            Calls self = new Calls(root, out);
            List<String> options = new ArrayList<>(List.of("-proc:none", "-XDshould-stop.ifError=FLOW", "-nowarn", "-Xmaxerrs", "1",
                "-encoding", "UTF-8", "-XDdiags.formatterOptions=-source"));
            String module = null;
            for (String option : Arrays.asList(arguments).subList(3, arguments.length)) {
                if (option.startsWith("patch-module="))
                    module = option.substring(13);
                else if (option.startsWith("only="))
                    self.only.add(option.substring(5) + "/");
            }
            if (module != null)
                options.addAll(List.of("--patch-module", module + "=" + root));
            else
                options.addAll(List.of("-classpath", jars()));
            self.run(options);
        }
    }

    static String jars() throws IOException {
        Path folder = Path.of("/usr/share/java");
        if (!Files.isDirectory(folder))
            return "";
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().collect(Collectors.joining(":"));
        }
    }

    void run(List<String> options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        List<Path> sources;
        try (Stream<Path> all = Files.walk(root)) {
            sources = all.filter(path -> path.toString().endsWith(".java") && Files.isRegularFile(path))
                .filter(path -> !path.endsWith("module-info.java")).sorted().toList();
        }
        JavacTask task = (JavacTask) compiler.getTask(new StringWriter(), files, problem -> {}, options, null,
                                                      files.getJavaFileObjectsFromPaths(sources));
        trees = (JavacTrees) Trees.instance(task);
        types = Types.instance(((BasicJavacTask) task).getContext());
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        task.analyze();
        for (CompilationUnitTree unit : units)
            new Definitions(unit).scan(unit, null);
        overriding.keySet().removeIf(method -> !places.containsKey(method));
        List<String> covered = new ArrayList<>();
        for (CompilationUnitTree unit : units) {
            String file = fileOf(unit);
            if (!only.isEmpty() && only.stream().noneMatch(file::startsWith))
                continue;
            covered.add(file);
            new Sites(unit).scan(unit, null);
        }
        out.write("{\"covered\": [" + covered.stream().map(Calls::quote).collect(Collectors.joining(", ")) + "]}\n");
    }

    String fileOf(CompilationUnitTree unit) {
        return root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
    }

    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // Where the tree's types and methods are declared, and which methods override which.
    class Definitions extends TreePathScanner<Void, Void> {
        final CompilationUnitTree unit;

        Definitions(CompilationUnitTree unit) {
            this.unit = unit;
        }

        void put(Symbol symbol, JCTree tree, String name, int from) throws IOException {
            CharSequence text = unit.getSourceFile().getCharContent(true);
            int at = from < 0 ? -1 : text.toString().indexOf(name, from);
            if (symbol != null && at >= 0)
                places.put(symbol, new Place(fileOf(unit), unit.getLineMap().getLineNumber(at), name));
        }

        @Override public Void visitClass(ClassTree node, Void nothing) {
            JCTree.JCClassDecl declaration = (JCTree.JCClassDecl) node;
            try {
                if (!node.getSimpleName().isEmpty())
                    put(declaration.sym, declaration, node.getSimpleName().toString(), declaration.pos);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
            return super.visitClass(node, nothing);
        }

        @Override public Void visitMethod(MethodTree node, Void nothing) {
            JCTree.JCMethodDecl declaration = (JCTree.JCMethodDecl) node;
            MethodSymbol method = declaration.sym;
            boolean isWritten = method != null && (declaration.mods.flags & Flags.GENERATEDCONSTR) == 0 &&
                                (method.flags() & (Flags.GENERATEDCONSTR | Flags.GENERATED_MEMBER | Flags.ANONCONSTR)) == 0;
            if (isWritten) {
                String name = method.isConstructor() ? method.owner.name.toString() : method.name.toString();
                places.put(method, new Place(fileOf(unit), unit.getLineMap().getLineNumber(declaration.pos), name));
                noteOverridden(method, declaration.body != null);
            }
            return super.visitMethod(node, nothing);
        }

        void noteOverridden(MethodSymbol method, boolean hasBody) {
            if (method.isConstructor() || method.isStatic() || !hasBody || !(method.owner instanceof ClassSymbol owner))
                return;
            for (Type base : types.closure(owner.type)) {
                if (base.tsym == owner)
                    continue;
                for (Symbol member : base.tsym.members().getSymbolsByName(method.name)) {
                    if (member instanceof MethodSymbol above && method.overrides(above, owner, types, false))
                        overriding.computeIfAbsent(above, key -> new ArrayList<>()).add(method);
                }
            }
        }
    }

    // The calls of one file.
    class Sites extends TreePathScanner<Void, Void> {
        final CompilationUnitTree unit;
        final SourcePositions positions = trees.getSourcePositions();

        Sites(CompilationUnitTree unit) {
            this.unit = unit;
        }

        long lineOf(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        // The line on which a name ends: names do not go over lines.
        long lineOfName(Tree node) {
            long end = positions.getEndPosition(unit, node);
            return end > 0 ? lineOf(end - 1) : lineOf(TreeInfo.diagnosticPositionFor(null, (JCTree) node).getPreferredPosition());
        }

        void write(long line, String name, Symbol symbol, String kind, boolean isVirtual) {
            try {
                out.write("{\"file\": " + quote(fileOf(unit)) + ", \"line\": " + line + ", \"name\": " + quote(name));
                boolean isKnown = symbol instanceof MethodSymbol || symbol instanceof ClassSymbol;
                isKnown = isKnown && !symbol.type.isErroneous() && !(symbol.kind.isResolutionError());
                Place place = isKnown ? placeOf(symbol) : null;
                out.write(", \"target\": " + (place == null ? "null" : json(place)));
                if (!isKnown)
                    out.write(", \"unknown\": true");
                out.write(", \"kind\": " + quote(isVirtual ? "virtual" : kind));
                List<MethodSymbol> below = isVirtual ? overriding.getOrDefault(symbol.baseSymbol(), List.of()) : List.of();
                if (!below.isEmpty() && below.size() <= OVERRIDES_MAX)
                    out.write(", \"overrides\": [" + below.stream().map(places::get).filter(Objects::nonNull).map(Calls::json)
                        .collect(Collectors.joining(", ")) + "]");
                out.write("}\n");
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }

        Place placeOf(Symbol symbol) {
            Place place = places.get(symbol.baseSymbol());
            if (place == null && symbol instanceof MethodSymbol method && method.isConstructor())
                place = places.get(method.owner); // the class, where nobody wrote a constructor
            return place;
        }

        @Override public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
            ExpressionTree select = node.getMethodSelect();
            Symbol symbol = TreeInfo.symbol((JCTree) select);
            String name = select instanceof MemberSelectTree member ? member.getIdentifier().toString() : select.toString();
            boolean isGenerated = positions.getEndPosition(unit, select) < 0; // an implied super()
            if (!isGenerated) {
                boolean isDirect = select.toString().equals("this") || name.equals("super") || name.equals("this") || isOfSuper(select);
                boolean isVirtual = !isDirect && symbol instanceof MethodSymbol method && !method.isStatic() && !method.isConstructor();
                write(lineOfName(select), name, symbol, "call", isVirtual);
            }
            return super.visitMethodInvocation(node, nothing);
        }

        boolean isOfSuper(ExpressionTree select) {
            String receiver = select instanceof MemberSelectTree member ? member.getExpression().toString() : "";
            return receiver.equals("super") || receiver.endsWith(".super");
        }

        @Override public Void visitNewClass(NewClassTree node, Void nothing) {
            JCTree.JCNewClass creation = (JCTree.JCNewClass) node;
            Symbol symbol = creation.constructor;
            Tree type = node.getIdentifier();
            while (type instanceof ParameterizedTypeTree generic)
                type = generic.getType();
            while (type instanceof AnnotatedTypeTree annotated)
                type = annotated.getUnderlyingType();
            long end = positions.getEndPosition(unit, type);
            String name = type instanceof MemberSelectTree member ? member.getIdentifier().toString() : type.toString();
            if (creation.def != null)
                symbol = constructorOfBase(creation);
            boolean isInterface = creation.def != null && symbol instanceof MethodSymbol method &&
                                  method.owner.type.tsym.getQualifiedName().contentEquals("java.lang.Object") && !name.equals("Object");
            if (end > 0 && !isInterface)
                write(lineOf(end - 1), name, symbol, "construct", false);
            return super.visitNewClass(node, nothing);
        }

        // What an anonymous class's own constructor, made by the compiler, calls.
        Symbol constructorOfBase(JCTree.JCNewClass creation) {
            for (JCTree member : creation.def.defs) {
                if (!(member instanceof JCTree.JCMethodDecl method) || !TreeInfo.isConstructor(method) || method.body == null)
                    continue;
                JCTree.JCMethodInvocation first = TreeInfo.firstConstructorCall(method);
                if (first != null)
                    return TreeInfo.symbol(first.meth);
            }
            return null;
        }

        @Override public Void visitVariable(VariableTree node, Void nothing) {
            JCTree.JCVariableDecl variable = (JCTree.JCVariableDecl) node;
            boolean isConstant = variable.sym != null && variable.sym.getKind() == ElementKind.ENUM_CONSTANT;
            if (!isConstant || !(variable.init instanceof JCTree.JCNewClass creation))
                return super.visitVariable(node, nothing);
            Symbol symbol = creation.def != null ? constructorOfBase(creation) : creation.constructor;
            if (symbol != null && places.containsKey(symbol.baseSymbol())) // one that somebody wrote
                write(lineOfConstant(variable), node.getName().toString(), symbol, "construct", false);
            scan(creation.args, nothing); // not the creation itself: it is written only as its arguments and body
            if (creation.def != null)
                scan(creation.def, nothing);
            return null;
        }

        // Where its name is: behind its annotations.
        long lineOfConstant(JCTree.JCVariableDecl constant) {
            try {
                long end = positions.getEndPosition(unit, constant.mods);
                CharSequence text = unit.getSourceFile().getCharContent(true);
                return lineOf(text.toString().indexOf(constant.name.toString(), (int) Math.max(end, constant.pos)));
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }

        @Override public Void visitMemberReference(MemberReferenceTree node, Void nothing) {
            JCTree.JCMemberReference reference = (JCTree.JCMemberReference) node;
            boolean isNew = node.getMode() == MemberReferenceTree.ReferenceMode.NEW;
            boolean isArray = isNew && reference.expr.type != null && reference.expr.type.hasTag(com.sun.tools.javac.code.TypeTag.ARRAY);
            String name = isNew ? "new" : node.getName().toString();
            if (!isArray) {
                boolean isVirtual = !isNew && reference.sym instanceof MethodSymbol method && !method.isStatic() && !isOfSuper(reference);
                write(lineOfName(node), name, reference.sym, isNew ? "construct" : "call", isVirtual);
            }
            return super.visitMemberReference(node, nothing);
        }

        boolean isOfSuper(JCTree.JCMemberReference reference) {
            String receiver = reference.expr.toString();
            return receiver.equals("super") || receiver.endsWith(".super");
        }
    }

    static String json(Place place) {
        return "{\"file\": " + quote(place.file) + ", \"line\": " + place.line + ", \"name\": " + quote(place.name) + "}";
    }
}
