// Writes what the TypeScript checker says of every call in a tree, as JSON Lines (tests/accuracy/README.md).
//
//     node truth.js ROOT OUT
//
// The tree is analysed where it lies, so that packages in a node_modules above it are found; a tsconfig.json at its
// root is followed. What counts as what is in README.md beside this file.
'use strict';
const fs = require('fs');
const path = require('path');
const ts = require('typescript');

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

function listFiles(root) {
  const files = [];
  const folders = [root];
  while (folders.length) {
    const folder = folders.pop();
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') folders.push(full);
      else if (entry.isFile() && EXTENSIONS.includes(path.extname(entry.name))) files.push(full);
    }
  }
  return files.sort();
}

function compilerOptions(root) {
  const options = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.esnext.full.d.ts'],
    strict: true,
    jsx: ts.JsxEmit.Preserve,
    experimentalDecorators: true,
  };
  const config = path.join(root, 'tsconfig.json');
  if (fs.existsSync(config)) {
    const parsed = ts.parseJsonConfigFileContent(
      ts.readConfigFile(config, ts.sys.readFile).config || {}, ts.sys, root);
    Object.assign(options, parsed.options);
  }
  return Object.assign(options, {
    allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true, noResolve: false,
    composite: false, incremental: false, declaration: false, rootDir: undefined,
  });
}

// The expression under parentheses and assertions.
function bare(node) {
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ||
         ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node))
    node = node.expression;
  return node;
}

function isFunctionValue(node) {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

// The token that names the callee where it is called.
function calleeName(callee) {
  callee = bare(callee);
  if (ts.isIdentifier(callee)) return callee;
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  if (ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression))
    return callee.argumentExpression;
  return callee.kind === ts.SyntaxKind.SuperKeyword ? callee : undefined;
}

// `module.exports`: a function that this is set to has its own name, or is the module's default.
function isWholeModule(node) {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'exports' && ts.isIdentifier(node.expression) &&
    node.expression.text === 'module';
}

function isDefault(declaration) {
  const parent = declaration.parent;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Default) !== 0 || ts.isExportAssignment(parent) ||
    (ts.isBinaryExpression(parent) && parent.right === declaration && isWholeModule(parent.left));
}

// The token that names a definition, or undefined for what has no name.
function definitionName(declaration) {
  const own = ts.getNameOfDeclaration(declaration);
  if (!isFunctionValue(declaration) && !ts.isClassExpression(declaration)) return own;
  let node = declaration;
  let parent = node.parent;
  while (bareParent(parent)) [node, parent] = [parent, parent.parent];
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
      parent.initializer === node)
    return parent.name;
  if (ts.isBinaryExpression(parent) && parent.right === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return isWholeModule(parent.left) ? declaration.name : calleeName(parent.left);
  return declaration.name;
}

function bareParent(node) {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
}

class Truth {
  constructor(root) {
    this.root = fs.realpathSync(root);
    this.files = listFiles(this.root);
    this.program = ts.createProgram(this.files, compilerOptions(this.root));
    this.checker = this.program.getTypeChecker();
    this.covered = [];
  }

  relative(file) {
    const name = path.relative(this.root, file.fileName);
    return name.startsWith('..') || name.split('/').includes('node_modules') ? undefined : name;
  }

  place(declaration) {
    const file = declaration.getSourceFile();
    const name = this.relative(file);
    if (name === undefined) return null;
    let token = definitionName(declaration);
    let text = token && token.text;
    if (ts.isConstructorDeclaration(declaration)) text = 'constructor';
    else if (!token && isDefault(declaration)) text = 'default';
    if (text === undefined) return null;
    const at = token || declaration;
    const start = at.getStart(file);
    return { file: name, line: file.getLineAndCharacterOfPosition(start).line + 1, name: text };
  }

  symbolAt(node) {
    let symbol = this.checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    return symbol;
  }

  // A variable or property that is set to a function where it is declared, whatever type it is given.
  functionOfSymbol(name) {
    const symbol = this.symbolAt(name);
    for (const declaration of (symbol && symbol.declarations) || []) {
      const value = declaration.initializer && bare(declaration.initializer);
      const isHolder = ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) ||
                       ts.isPropertyDeclaration(declaration);
      if (value && isHolder && isFunctionValue(value)) return value;
    }
    return undefined;
  }

  classOf(callee, isSuper) {
    if (isSuper) {
      const owner = ts.findAncestor(callee, ts.isClassLike);
      const heritage = owner && owner.heritageClauses &&
        owner.heritageClauses.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
      if (!heritage) return undefined;
      callee = heritage.types[0].expression;
    }
    const name = calleeName(callee);
    const symbol = name && this.symbolAt(name);
    const declarations = (symbol && symbol.declarations) || [];
    for (const declaration of declarations) {
      if (ts.isClassLike(declaration)) return declaration;
      const value = declaration.initializer && bare(declaration.initializer);
      if (value && ts.isClassExpression(value)) return value;
    }
    return undefined;
  }

  constructed(node, callee) {
    const isSuper = bare(callee).kind === ts.SyntaxKind.SuperKeyword;
    const signature = this.checker.getResolvedSignature(node);
    const declaration = signature && signature.declaration;
    if (declaration && (ts.isConstructorDeclaration(declaration) || ts.isFunctionLike(declaration)) &&
        !ts.isConstructSignatureDeclaration(declaration) && !ts.isConstructorTypeNode(declaration) &&
        this.relative(declaration.getSourceFile()) !== undefined)
      return this.place(declaration);
    const type = this.classOf(callee, isSuper);
    return type ? this.place(type) : null;
  }

  called(node, name) {
    const signature = this.checker.getResolvedSignature(node);
    const declaration = signature && signature.declaration;
    const isNamed = declaration && !ts.isFunctionTypeNode(declaration) &&
      !ts.isCallSignatureDeclaration(declaration) && !ts.isConstructSignatureDeclaration(declaration) &&
      !ts.isConstructorTypeNode(declaration) && !ts.isJSDocSignature(declaration) &&
      declaration.kind !== ts.SyntaxKind.JSDocFunctionType;
    const target = isNamed ? this.place(declaration) : null;
    if (target) return target;
    if (isNamed && !isFunctionValue(declaration)) return null;
    const value = this.functionOfSymbol(name);
    return value ? this.place(value) : null;
  }

  visit(file, node, out) {
    const isCall = ts.isCallExpression(node);
    if (isCall || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) {
      const callee = isCall || ts.isNewExpression(node) ? node.expression : node.tag;
      const name = calleeName(callee);
      const isDecorator = ts.isDecorator(node.parent);
      if (name && !isDecorator && callee.kind !== ts.SyntaxKind.ImportKeyword) {
        const isConstruct = ts.isNewExpression(node) || name.kind === ts.SyntaxKind.SuperKeyword;
        const target = isConstruct ? this.constructed(node, callee) : this.called(node, name);
        const line = file.getLineAndCharacterOfPosition(name.getStart(file)).line + 1;
        out.push({ file: this.relative(file), line, name: name.text || 'super', target,
                   kind: isConstruct ? 'construct' : 'call' });
      }
    }
    ts.forEachChild(node, (child) => this.visit(file, child, out));
  }

  // Writes to a file descriptor, a file's records at a time.
  write(out) {
    for (const name of this.files) {
      const file = this.program.getSourceFile(name);
      if (!file) continue;
      const records = [];
      try {
        this.visit(file, file, records);
      } catch (error) { // the checker gives up on a file: it is not covered
        process.stderr.write(`${name}: ${error.message}\n`);
        continue;
      }
      this.covered.push(this.relative(file));
      fs.writeSync(out, records.map((record) => JSON.stringify(record) + '\n').join(''));
    }
    fs.writeSync(out, JSON.stringify({ covered: this.covered }) + '\n');
  }
}

new Truth(process.argv[2]).write(fs.openSync(process.argv[3], 'w'));
