// calls.js ROOT - the truth of Python calls, by pyright: one JSON line for each call of a tree, to stdout.
//
// pyright's checker is driven through the modules of its npm package: types of callees are asked of the evaluator itself.
// What is true of a call:
//   - a name that is bound to a `def` calls that `def`, whatever its decorators make of it; of several definitions
//     of one name those that the type at the call comes from (flow analysis), of overloads the implementation;
//   - a class calls its constructor: the first `__init__` or `__new__` of the order of resolution (MRO), of one class
//     `__init__`; where that is outside the tree, or there is none, the class itself;
//   - an instance calls its `__call__`;
//   - a variable or parameter calls what its type at the call says: of a union any is right (`alternatives`);
//   - what is bound to a lambda calls the variable that holds it;
//   - a method of an interface, protocol or base calls the declared method.
// A callee that pyright knows no type of is `unknown`, as is code that it takes for unreachable: neither is scored.
'use strict';
const fs = require('fs');
const path = require('path');

// ---- pyright's modules

function loadModules(dist) {
    const modules = {};
    for (const chunk of ['vendor.js', 'pyright-internal.js']) Object.assign(modules, require(path.join(dist, chunk)).modules);
    // The server's own file maps numbers to node's modules: `5317(e){e.exports=require("child_process")}`.
    const text = fs.readFileSync(path.join(dist, 'pyright-langserver.js'), 'utf8');
    for (const [, id, name] of text.matchAll(/(\d+)\(e\)\{e\.exports=require\("([^"]+)"\)\}/g))
        modules[id] = (module) => { module.exports = require(name); };
    const loaded = {};
    function load(id) {
        if (loaded[id]) return loaded[id].exports;
        const module = (loaded[id] = { exports: {}, id, children: [], paths: [] });
        modules[id].call(module.exports, module, module.exports, load);
        return module.exports;
    }
    load.d = (target, getters) => {
        for (const key of Object.keys(getters)) Object.defineProperty(target, key, { enumerable: true, get: getters[key] });
    };
    load.r = (target) => Object.defineProperty(target, '__esModule', { value: true });
    load.o = (target, key) => Object.prototype.hasOwnProperty.call(target, key);
    load.n = (module) => () => (module && module.__esModule ? module.default : module);
    load.nmd = (module) => module;
    load.g = globalThis;
    // The module that exports `name`, found by its text so that no numbers of one version stand here.
    return (name) => {
        const pattern = new RegExp('[a-z]\\.' + name + '=(?!void 0)');
        const id = Object.keys(modules).find((each) => pattern.test(modules[each].toString()));
        if (id === undefined) throw new Error('pyright has no ' + name);
        return load(id);
    };
}

const dist = path.join(path.dirname(require.resolve('pyright/package.json')), 'dist');
global.__rootDirectory = dist + '/';
const from = loadModules(dist);
const { Program } = from('Program');
const { ConfigOptions } = from('ConfigOptions');
const { ImportResolver } = from('ImportResolver');
const { createServiceProvider } = from('createServiceProvider');
const { PyrightFileSystem } = from('PyrightFileSystem');
const { RealTempFile, createFromRealFileSystem } = from('RealTempFile');
const { NoAccessHost } = from('NoAccessHost');
const { ParseTreeWalker } = from('ParseTreeWalker');
const { NullConsole } = from('NullConsole');
const { UriEx } = from('UriEx');
const { convertOffsetToPosition } = from('convertOffsetToPosition');
const { lookUpObjectMember, doForEachSubtype, isProperty } = from('lookUpClassMember');
const types = from('ClassType');
const { pythonVersion3_11 } = from('pythonVersion3_11');
const { isFunctionDeclaration, isVariableDeclaration } = from('isFunctionDeclaration');
const NEVER = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) }; // a CancellationToken

// ---- the tree

function listSources(root) {
    const found = [];
    const waiting = [''];
    while (waiting.length) {
        const folder = waiting.pop();
        for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
            const name = path.join(folder, entry.name);
            if (entry.isDirectory() && !entry.name.startsWith('.')) waiting.push(name);
            else if (entry.isFile() && entry.name.endsWith('.py')) found.push(name);
        }
    }
    return found.sort();
}

function openProgram(root, files) {
    const temp = new RealTempFile();
    const system = new PyrightFileSystem(createFromRealFileSystem(temp));
    const services = createServiceProvider(system, new NullConsole(), temp);
    const options = new ConfigOptions(UriEx.file(root));
    options.projectRoot = UriEx.file(root);
    options.defaultPythonVersion = pythonVersion3_11;
    options.defaultPythonPlatform = 'Linux';
    options.diagnosticRuleSet = ConfigOptions.getDiagnosticRuleSet('basic');
    options.diagnosticRuleSet.analyzeUnannotatedFunctions = true;
    options.defaultExtraPaths = sourceRoots(root, files).map((each) => UriEx.file(each));
    options.ensureDefaultPythonVersion?.(new NoAccessHost(), new NullConsole());
    const program = new Program(new ImportResolver(services, options, new NoAccessHost()), options, services);
    program.setTrackedFiles(files.map((file) => UriEx.file(path.join(root, file))));
    return program;
}

// Folders that imports may start from: the root is one anyway; `src`; the parents of topmost packages.
function sourceRoots(root, files) {
    const packages = new Set(files.filter((file) => path.basename(file) === '__init__.py').map(path.dirname));
    const roots = new Set();
    for (const folder of packages) {
        const parent = path.dirname(folder);
        if (folder !== '.' && parent !== '.' && !packages.has(parent)) roots.add(path.join(root, parent));
    }
    return [...roots].sort();
}

// ---- targets

const sources = new Map(); // of declarations in stubs

class Truth {
    constructor(root, program, file) {
        this.root = root;
        this.file = file;
        this.program = program;
        this.evaluator = program.evaluator;
    }

    // What a stub declares is defined in a source: the one beside it; of the library's stubs, which pyright prefers, the
    // tree's where that is the library's.
    source(declaration) {
        if (!declaration.uri.getFilePath().endsWith('.pyi')) return declaration;
        if (!sources.has(declaration)) {
            const mapper = this.program.getSourceMapper(UriEx.file(this.root + '/' + this.file), NEVER);
            const found = mapper.findDeclarations(declaration).filter((each) => each.node);
            const inside = found.filter((each) => each.uri.getFilePath().startsWith(this.root + '/'));
            sources.set(declaration, inside.length ? inside[inside.length - 1] : declaration);
        }
        return sources.get(declaration);
    }

    // {file, line, name} of a declaration, or null when it is outside the tree.
    place(declaration) {
        declaration = this.source(declaration);
        const uri = declaration.uri.getFilePath();
        if (!uri.startsWith(this.root + '/')) return null;
        const node = declaration.node;
        const name = node.d?.name?.d?.value ?? node.d?.value ?? node.d?.member?.d?.value;
        return { file: uri.slice(this.root.length + 1), line: declaration.range.start.line + 1, name };
    }

    // The implementation that follows overloads, or the declaration itself.
    implementation(declaration) {
        const type = declaration.node && this.evaluator.getTypeOfFunction(declaration.node)?.decoratedType;
        if (!type || !types.isOverloaded(type)) return declaration;
        const last = types.OverloadedType.getImplementation(type);
        return last?.shared?.declaration ?? declaration;
    }

    ownFunction(type, name) {
        const declarations = types.ClassType.getSymbolTable(type).get(name)?.getDeclarations() ?? [];
        return declarations.filter((each) => isFunctionDeclaration(each)).pop();
    }

    // The function that the order of resolution finds under that name, `object` left out; undefined when there is none.
    memberOf(type, name) {
        for (const base of type.shared.mro) {
            if (!types.isClass(base)) return undefined; // an unknown base: nobody knows
            if (base.shared.fullName === 'builtins.object') return undefined;
            const symbol = types.ClassType.getSymbolTable(base).get(name);
            const declarations = symbol?.getDeclarations() ?? [];
            const own = declarations.filter((each) => isFunctionDeclaration(each));
            if (own.length) return own[own.length - 1];
            if (declarations.length) return undefined;
        }
        return undefined;
    }

    // The constructor of a class, else the class.
    construction(type) {
        const declaration = type.shared.declaration;
        const itself = declaration ? this.place(declaration) : null;
        if (!itself) return null;
        const source = this.source(declaration); // what a stub leaves out counts as well
        if (source !== declaration && source.node?.d?.suite) type = this.evaluator.getTypeOfClass(source.node)?.classType ?? type;
        for (const base of type.shared.mro) {
            for (const name of ['__init__', '__new__']) {
                if (!types.isClass(base) || base.shared.fullName === 'builtins.object') return itself;
                const found = this.ownFunction(base, name);
                if (found) return this.place(found) ?? itself;
            }
        }
        return itself;
    }

    // Adds what calling a value of `type` calls to `targets`: places, null for the outside. Returns false when unknown.
    addTargets(type, targets) {
        let isKnown = false;
        doForEachSubtype(type, (subtype) => {
            let each = this.evaluator.makeTopLevelTypeVarsConcrete(subtype);
            if (types.isOverloaded(each)) {
                const last = types.OverloadedType.getImplementation(each);
                const first = types.OverloadedType.getOverloads(each)[0];
                each = last && types.isFunction(last) && last.shared.declaration ? last : first;
            }
            if (types.isFunction(each)) {
                const declaration = each.shared.declaration;
                targets.push(declaration ? this.place(declaration) : null);
                isKnown = true;
            } else if (types.isInstantiableClass(each)) {
                targets.push(this.construction(each));
                isKnown = true;
            } else if (types.isClassInstance(each)) {
                if (types.isInstantiableMetaclass?.(each)) return;
                const call = this.memberOf(each, '__call__');
                if (call) targets.push(this.place(call));
                else if (!types.isNoneInstance?.(each)) targets.push(null);
                isKnown = true;
            }
        });
        return isKnown;
    }

    isPropertyLike(declaration) {
        const type = this.evaluator.getTypeOfFunction(declaration.node)?.decoratedType;
        if (!type) return false;
        if (isProperty(type)) return true;
        return types.isClassInstance(type) && !!lookUpObjectMember(type, '__get__') && !lookUpObjectMember(type, '__call__');
    }

    declarationsOf(nameNode) {
        const info = this.evaluator.getDeclInfoForNameNode(nameNode);
        const resolved = [];
        for (const each of info?.decls ?? []) {
            const declaration = this.evaluator.resolveAliasDeclaration(each, true, { allowExternallyHiddenAccess: true });
            if (declaration) resolved.push(declaration);
        }
        return resolved;
    }

    // Types of equal signatures are one to pyright, which then shows the first: definitions of the same name in other branches are
    // as true.
    withEquals(targets, functions) {
        const found = functions.find((each) => targets.some((target) => samePlace(this.place(each), target)));
        if (!found) return targets;
        const others = functions.filter((each) => suiteOf(each.node) !== suiteOf(found.node));
        return targets.concat(others.map((each) => this.place(each)));
    }

    // The places that a call may mean: [] when unknown.
    targetsOf(call, nameNode) {
        const type = this.evaluator.getTypeOfExpression(call.d.leftExpr).type;
        const targets = [];
        this.addTargets(type, targets);
        const declarations = nameNode ? this.declarationsOf(nameNode) : [];
        const functions = declarations.filter(
            (each) => isFunctionDeclaration(each) && !this.isPropertyLike(each));
        const isDefined = functions.length && functions.length === declarations.length;
        if (isDefined) {
            const places = functions.map((each) => this.place(this.implementation(each)));
            const among = targets.filter((each) => each && places.some((place) => samePlace(place, each)));
            return among.length ? this.withEquals(among, functions) : [places[places.length - 1]];
        }
        if (targets.some((each) => each)) return this.withEquals(targets, functions);
        for (const each of declarations) { // `f = lambda: ...`
            const isLambda = isVariableDeclaration(each) && each.inferredTypeSource?.d?.expr !== undefined &&
                each.inferredTypeSource.d.params !== undefined;
            if (isLambda && types.isFunction(type)) return [this.place(each)];
        }
        return targets;
    }
}

// The block that a definition stands in, decorators aside.
function suiteOf(node) {
    let around = node.parent;
    while (around && !around.d?.statements) around = around.parent;
    return around;
}

function samePlace(a, b) {
    return a === b || (a && b && a.file === b.file && a.line === b.line && a.name === b.name);
}

function distinct(places) {
    return places.filter((place, i) => place && places.findIndex((each) => samePlace(each, place)) === i);
}

// ---- calls of a file

class Calls extends ParseTreeWalker {
    constructor(truth, file, lines, out) {
        super();
        Object.assign(this, { truth, file, lines, out });
        this.decorators = new Set();
    }

    visitDecorator(node) {
        if (node.d.expr?.d?.leftExpr) this.decorators.add(node.d.expr);
        return true;
    }

    visitCall(node) {
        const callee = node.d.leftExpr;
        const name = callee.d.member ?? (callee.d.token && callee.d.value !== undefined ? callee : null);
        if (!this.decorators.has(node)) this.record(node, name);
        return true;
    }

    record(call, name) {
        const row = {
            file: this.file,
            line: convertOffsetToPosition((name ?? call).start, this.lines).line + 1,
            name: name ? name.d.value : '', // `f()()`
            target: null,
        };
        let targets = [];
        if (!this.truth.evaluator.isNodeReachable(call, undefined)) {
            row.unknown = true;
        } else {
            targets = this.truth.targetsOf(call, name);
            const places = distinct(targets);
            if (!targets.length) row.unknown = true;
            if (places.length) row.target = places[0];
            if (places.length > 1) row.alternatives = places.slice(1);
        }
        this.out.push(JSON.stringify(row));
    }
}

function main() {
    const root = fs.realpathSync(process.argv[2]);
    const files = listSources(root);
    const program = openProgram(root, files);
    const covered = [];
    for (const file of files) {
        const uri = UriEx.file(path.join(root, file));
        const source = program.getBoundSourceFile(uri);
        const tree = source?.getParserOutput()?.parseTree;
        if (!tree) continue;
        const out = [];
        const truth = new Truth(root, program, file);
        new Calls(truth, file, source.getParseResults().tokenizerOutput.lines, out).walk(tree);
        covered.push(file);
        if (out.length) process.stdout.write(out.join('\n') + '\n');
        program.handleMemoryHighUsage?.();
    }
    process.stdout.write(JSON.stringify({ covered }) + '\n');
}

main();
