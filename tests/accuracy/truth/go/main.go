// Writes the truth of a Go tree: every call whose target go/types knows, as ../../README.md describes it.
//
// Packages are what go/build selects for linux/amd64, tests included: a folder's package with its
// internal tests, and its external test package, which sees the former (and rechecks what lies between them, as
// `go test` does). Imports are found in vendor folders, in the modules of the tree (go.mod), in the folders of
// -src, and in GOROOT. Files with a type error are not covered: what is known of their calls may be wrong.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
)

type definition struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Name string `json:"name"`
}

type site struct {
	File   string      `json:"file"`
	Line   int         `json:"line"`
	Name   string      `json:"name"`
	Target *definition `json:"target"`
	Kind   string      `json:"kind,omitempty"`
}

// A module of the tree: import paths that begin with `path` are folders below `dir`.
type module struct {
	path, dir string
}

// checker loads packages from source, each folder's once.
type checker struct {
	fset    *token.FileSet
	context build.Context
	root    string
	modules []module
	sources []string
	folders map[string]string // of each (importing folder, import path)
	plain   map[string]*types.Package
	files   map[string]*ast.File // of the tree
}

// ---- folders

func real(dir string) string {
	if path, err := filepath.EvalSymlinks(dir); err == nil {
		return path
	}
	return dir
}

func hasGoFiles(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	return len(found) > 0
}

func (c *checker) findModules() {
	filepath.WalkDir(c.root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() != "go.mod" {
			return nil
		}
		text, _ := os.ReadFile(path)
		for _, line := range strings.Split(string(text), "\n") {
			words := strings.Fields(line)
			if len(words) >= 2 && words[0] == "module" {
				c.modules = append(c.modules, module{strings.Trim(words[1], "\"`"), filepath.Dir(path)})
				break
			}
		}
		return nil
	})
	sort.SliceStable(c.modules, func(i, j int) bool { return len(c.modules[i].path) > len(c.modules[j].path) })
}

// The folders where an import may lie, best first.
func (c *checker) candidates(path, from string) []string {
	var dirs []string
	for dir := from; ; dir = filepath.Dir(dir) {
		dirs = append(dirs, filepath.Join(dir, "vendor", path))
		if dir == filepath.Dir(dir) {
			break
		}
	}
	for _, module := range c.modules {
		if path == module.path || strings.HasPrefix(path, module.path+"/") {
			dirs = append(dirs, filepath.Join(module.dir, strings.TrimPrefix(path, module.path)))
		}
	}
	for _, source := range c.sources {
		dirs = append(dirs, filepath.Join(source, path))
	}
	return append(dirs, filepath.Join(c.context.GOROOT, "src", path),
		filepath.Join(c.context.GOROOT, "src", "vendor", path))
}

func (c *checker) folderOf(path, from string) string {
	key := from + "\x00" + path
	if dir, ok := c.folders[key]; ok {
		return dir
	}
	found := ""
	for _, dir := range c.candidates(path, from) {
		if hasGoFiles(dir) {
			found = real(dir)
			break
		}
	}
	c.folders[key] = found
	return found
}

// ---- packages

func (c *checker) isInTree(dir string) bool {
	return dir == c.root || strings.HasPrefix(dir, c.root+"/")
}

func (c *checker) parse(dir string, names ...[]string) (files []*ast.File) {
	for _, list := range names {
		for _, name := range list {
			path := filepath.Join(dir, name)
			file := c.files[path]
			if file == nil {
				file, _ = parser.ParseFile(c.fset, path, nil, parser.SkipObjectResolution)
			}
			if file == nil {
				continue
			}
			if c.isInTree(dir) {
				c.files[path] = file
			}
			files = append(files, file)
		}
	}
	return files
}

// view is what the imports of one package lead to: the plain packages, or with an external test package those that
// are rechecked against the tested one.
type view struct {
	checker  *checker
	from     string
	replaced map[string]*types.Package // by folder; nil: the plain view
	tested   *types.Package
}

func (v view) Import(path string) (*types.Package, error) { return v.ImportFrom(path, v.from, 0) }

func (v view) ImportFrom(path, from string, _ types.ImportMode) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dir := v.checker.folderOf(path, v.from)
	if dir == "" {
		return nil, fmt.Errorf("no package %s", path)
	}
	if v.replaced == nil {
		return v.checker.load(dir)
	}
	if found := v.replaced[dir]; found != nil {
		return found, nil
	}
	plain, err := v.checker.load(dir)
	if err != nil || !dependsOn(plain, v.tested, map[*types.Package]bool{}) {
		return plain, err
	}
	v.from = dir
	found, err := v.checker.declare(dir, v)
	v.replaced[dir] = found
	return found, err
}

func dependsOn(from, on *types.Package, seen map[*types.Package]bool) bool {
	for _, imported := range from.Imports() {
		if imported == on {
			return true
		}
		if !seen[imported] {
			seen[imported] = true
			if dependsOn(imported, on, seen) {
				return true
			}
		}
	}
	return false
}

// load gives the package of a folder as its importers see it.
func (c *checker) load(dir string) (*types.Package, error) {
	if found, ok := c.plain[dir]; ok {
		if found == nil {
			return nil, fmt.Errorf("no package in %s, or it imports itself", dir)
		}
		return found, nil
	}
	c.plain[dir] = nil
	found, err := c.declare(dir, view{checker: c, from: dir})
	c.plain[dir] = found
	return found, err
}

// declare checks a folder's declarations, not what is in its functions.
func (c *checker) declare(dir string, imports view) (*types.Package, error) {
	selected, err := c.context.ImportDir(dir, 0)
	if err != nil && len(selected.GoFiles)+len(selected.CgoFiles) == 0 {
		return nil, err
	}
	config := types.Config{Importer: imports, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {},
		Sizes: types.SizesFor("gc", "amd64")}
	found, _ := config.Check(dir, c.fset, c.parse(dir, selected.GoFiles, selected.CgoFiles), nil)
	return found, nil
}

// ---- calls

type writer struct {
	checker *checker
	out     *json.Encoder
	covered map[string]bool
	wrong   map[string]bool
}

func (w *writer) relative(path string) string {
	relative, err := filepath.Rel(w.checker.root, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		return ""
	}
	return relative
}

func unparen(expression ast.Expr) ast.Expr {
	for {
		inner, ok := expression.(*ast.ParenExpr)
		if !ok {
			return expression
		}
		expression = inner.X
	}
}

// The function that a call names, and the identifier that does; nil where it is none that is declared.
func callee(info *types.Info, call *ast.CallExpr) (*types.Func, *ast.Ident) {
	fun := unparen(call.Fun)
	switch indexed := fun.(type) {
	case *ast.IndexExpr:
		fun = unparen(indexed.X)
	case *ast.IndexListExpr:
		fun = unparen(indexed.X)
	}
	var name *ast.Ident
	switch fun := fun.(type) {
	case *ast.Ident:
		name = fun
	case *ast.SelectorExpr:
		name = fun.Sel
	default:
		return nil, nil
	}
	target, _ := info.Uses[name].(*types.Func)
	if target == nil {
		return nil, nil
	}
	return target.Origin(), name
}

func isInterfaceMethod(target *types.Func) bool {
	receiver := target.Type().(*types.Signature).Recv()
	return receiver != nil && types.IsInterface(receiver.Type())
}

func (w *writer) writeCalls(file *ast.File, info *types.Info) {
	fset := w.checker.fset
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		target, name := callee(info, call)
		if target == nil {
			return true
		}
		at := fset.PositionFor(name.Pos(), false)
		found := site{File: w.relative(at.Filename), Line: at.Line, Name: name.Name}
		if isInterfaceMethod(target) {
			found.Kind = "virtual"
		}
		if target.Pos().IsValid() {
			there := fset.PositionFor(target.Pos(), false)
			if path := w.relative(there.Filename); path != "" {
				found.Target = &definition{path, there.Line, target.Name()}
			}
		}
		w.out.Encode(found)
		return true
	})
}

// check analyses one package in full and writes the calls of `files`, which are among `all`.
func (w *writer) check(path string, all, files []*ast.File, imports view) *types.Package {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	fset := w.checker.fset
	config := types.Config{Importer: imports, FakeImportC: true, Sizes: types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			if wrong, ok := err.(types.Error); ok && !wrong.Soft {
				w.wrong[w.relative(fset.PositionFor(wrong.Pos, false).Filename)] = true
				if *verbose {
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}}
	found, _ := config.Check(path, fset, all, info)
	for _, file := range files {
		w.covered[w.relative(fset.PositionFor(file.Package, false).Filename)] = true
		w.writeCalls(file, info)
	}
	return found
}

func (w *writer) checkFolder(dir string) {
	c := w.checker
	selected, err := c.context.ImportDir(dir, 0)
	if err != nil && len(selected.GoFiles)+len(selected.CgoFiles)+len(selected.TestGoFiles)+len(selected.XTestGoFiles) == 0 {
		return
	}
	files := c.parse(dir, selected.GoFiles, selected.CgoFiles, selected.TestGoFiles)
	tested := w.check(dir, files, files, view{checker: c, from: dir})
	if len(selected.XTestGoFiles) > 0 {
		imports := view{checker: c, from: dir, replaced: map[string]*types.Package{dir: tested}}
		imports.tested, _ = c.load(dir)
		if imports.tested == nil {
			imports.tested = tested
		}
		files := c.parse(dir, selected.XTestGoFiles)
		w.check(dir+"_test", files, files, imports)
	}
}

// Folders that the go command ignores are none of the tree's packages.
func (c *checker) packageFolders() (dirs []string) {
	filepath.WalkDir(c.root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil
		}
		name := entry.Name()
		if path != c.root && (name == "testdata" || name[0] == '.' || name[0] == '_') {
			return filepath.SkipDir
		}
		if hasGoFiles(path) {
			dirs = append(dirs, path)
		}
		return nil
	})
	return dirs
}

var verbose = flag.Bool("v", false, "print type errors")

func main() {
	root := flag.String("root", "", "the tree")
	out := flag.String("out", "", "the file to write")
	sources := flag.String("src", "", "further folders of import paths, relative to the tree, separated by commas")
	flag.Parse()

	c := &checker{fset: token.NewFileSet(), context: build.Default, root: real(*root), folders: map[string]string{},
		plain: map[string]*types.Package{}, files: map[string]*ast.File{}}
	c.context.GOOS, c.context.GOARCH, c.context.CgoEnabled = "linux", "amd64", true
	c.context.GOROOT = runtime.GOROOT()
	for _, source := range strings.Split(*sources, ",") {
		if source != "" {
			c.sources = append(c.sources, filepath.Join(c.root, source))
		}
	}
	c.findModules()

	file, err := os.Create(*out)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	buffered := bufio.NewWriter(file)
	w := &writer{c, json.NewEncoder(buffered), map[string]bool{}, map[string]bool{}}
	for _, dir := range c.packageFolders() {
		w.checkFolder(dir)
	}
	covered := []string{}
	for path := range w.covered {
		if !w.wrong[path] {
			covered = append(covered, path)
		}
	}
	sort.Strings(covered)
	w.out.Encode(map[string][]string{"covered": covered})
	fmt.Fprintf(os.Stderr, "go: %d files covered, %d with type errors left out\n", len(covered), len(w.wrong))
	if err := buffered.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
