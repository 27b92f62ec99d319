package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// readExample gives the body of the package's Example, which the tests run, so that the page shows code that works.
func readExample(folder string) (string, error) {
	file := filepath.Join(folder, "example_test.go")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	for _, decl := range parsed.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Name.Name != "Example" {
			continue
		}
		// Positions count from 1 in a set of one file.
		body, _, _ := strings.Cut(string(text[function.Body.Lbrace:function.Body.Rbrace-1]), "\t// Output:")
		return strings.TrimSpace(strings.ReplaceAll(body, "\n\t", "\n")), nil
	}
	return "", fmt.Errorf("no Example in %s", file)
}
