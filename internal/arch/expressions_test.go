package arch

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExpressionsCompile compiles the expressions that are else compiled when
// they are first used. Those made of another package's constants are left to
// the tests of their packages.
func TestExpressionsCompile(t *testing.T) {
	compiled := 0
	for pkg := range imports(t) {
		fset := token.NewFileSet()
		files := parsePackage(t, fset, pkg)
		info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		// Only constants are wanted, for which nothing needs to be imported.
		check := types.Config{Error: func(error) {}, Importer: noImporter{}}
		_, _ = check.Check(pkg, fset, files, &info)
		for _, file := range files {
			for call := range ast.Preorder(file) {
				value := info.Types[expressionOf(call)].Value
				if value == nil {
					continue
				}
				compiled++
				if _, err := regexp.Compile(constant.StringVal(value)); err != nil {
					t.Errorf("%s: %v", fset.Position(call.Pos()), err)
				}
			}
		}
	}
	const least = 200 // of about 270
	if compiled < least {
		t.Errorf("%d expressions were found, want %d or more", compiled, least)
	}
}

// noImporter imports nothing.
type noImporter struct{}

func (noImporter) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

// parsePackage gives the files of a package, tests left out.
func parsePackage(t *testing.T, fset *token.FileSet, pkg string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pkg), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// expressionOf gives the argument of a call of lazyregexp.New, nil for all
// else.
func expressionOf(n ast.Node) ast.Expr {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	called, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || called.Sel.Name != "New" {
		return nil
	}
	if pkg, ok := called.X.(*ast.Ident); !ok || pkg.Name != "lazyregexp" {
		return nil
	}
	return call.Args[0]
}
