package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// source is what the doc comments of the package say.
type source struct {
	structs map[string]*ast.StructType
	docs    map[string]string
	exits   []exit
}

// exit is an exit status of the command.
type exit struct {
	status  int
	meaning string
}

// detail is one key of an error's details.
type detail struct {
	key, kind, meaning string
	optional           bool
}

// readSource parses the files of the package.
func readSource(folder string) (*source, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	s := &source{structs: map[string]*ast.StructType{}, docs: map[string]string{}}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range parsed.Decls {
			if general, ok := decl.(*ast.GenDecl); ok {
				s.add(general)
			}
		}
	}
	return s, nil
}

func (s *source) add(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if fields, ok := spec.Type.(*ast.StructType); ok {
				s.structs[spec.Name.Name] = fields
				s.docs[spec.Name.Name] = sentence(spec.Name.Name, decl.Doc)
			}
		case *ast.ValueSpec:
			s.addExit(spec)
		}
	}
}

// addExit keeps the constants named Exit….
func (s *source) addExit(spec *ast.ValueSpec) {
	name := spec.Names[0].Name
	if !strings.HasPrefix(name, "Exit") || len(spec.Values) != 1 {
		return
	}
	if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
		if status, err := strconv.Atoi(literal.Value); err == nil {
			s.exits = append(s.exits, exit{status, sentence(name, spec.Doc)})
		}
	}
}

// details lists the keys of a type in the order of its fields, those of embedded structs in their place.
func (s *source) details(name string) []detail {
	fields, ok := s.structs[name]
	if !ok {
		return nil
	}
	var out []detail
	for _, field := range fields.Fields.List {
		if len(field.Names) == 0 {
			out = append(out, s.details(field.Type.(*ast.Ident).Name)...)
			continue
		}
		key, options, _ := strings.Cut(jsonTag(field), ",")
		if key == "-" || key == "" {
			continue
		}
		out = append(out, detail{
			key: key, kind: kindOf(field.Type), optional: options == "omitempty",
			meaning: strings.TrimSuffix(sentence(field.Names[0].Name, field.Doc), "."),
		})
	}
	return out
}

func jsonTag(field *ast.Field) string {
	if field.Tag == nil {
		return ""
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return ""
	}
	return reflect.StructTag(text).Get("json")
}

// kindOf says what JSON makes of a Go type.
func kindOf(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return kindOf(expr.X) + " or null"
	case *ast.ArrayType:
		element, rest, nested := strings.Cut(kindOf(expr.Elt), " ")
		if nested {
			return "list of " + element + "s " + rest
		}
		return "list of " + element + "s"
	case *ast.MapType:
		return "object"
	case *ast.Ident:
		switch expr.Name {
		case "int", "int64", "float64":
			return "number"
		}
	}
	return "string"
}

// sentence is a doc comment on one line, without the Go name that begins it.
func sentence(name string, doc *ast.CommentGroup) string {
	text := strings.Join(strings.Fields(doc.Text()), " ")
	text = strings.TrimPrefix(text, name)
	for _, verb := range []string{":", " is ", " are "} {
		text = strings.TrimPrefix(text, verb)
	}
	return strings.TrimSpace(text)
}
