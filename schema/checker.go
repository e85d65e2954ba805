package schema

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"
)

// checker is a schema, ready to check.
type checker struct {
	acceptor func() *acceptor                     // once; nil if the schema is beyond it
	compiled func() (*gojsonschema.Schema, error) // once, and only if there is a fault to name
}

func newChecker(bundled *object) checker {
	return checker{
		sync.OnceValue(func() *acceptor { return newAcceptor(bundled) }),
		sync.OnceValues(func() (*gojsonschema.Schema, error) { return compileBundled(bundled) }),
	}
}

// compileBundled compiles a bundled schema.
func compileBundled(bundled *object) (*gojsonschema.Schema, error) {
	registerFormats()
	var drop []string
	for k, s := range keywords {
		if s == annotation {
			drop = append(drop, k)
		}
	}
	data := plain(without(bundled, drop...))
	if err := checkMeta(data); err != nil {
		return nil, err
	}
	ownFormats(data)
	return compile(data)
}

// compile compiles a schema that is known to be whole and without cycles.
func compile(data any) (*gojsonschema.Schema, error) {
	loader := gojsonschema.NewSchemaLoader()
	loader.Draft, loader.AutoDetect = gojsonschema.Draft7, false
	return loader.Compile(sealed{gojsonschema.NewRawLoader(data)})
}

// metaschema is compiled once: gojsonschema carries the text of draft-07.
var metaschema = sync.OnceValues(func() (*gojsonschema.Schema, error) {
	return gojsonschema.NewSchema(gojsonschema.NewReferenceLoader(draft7 + "#"))
})

// checkMeta tells whether a schema is well formed by draft-07's own schema.
func checkMeta(data any) error {
	meta, err := metaschema()
	if err != nil {
		return err
	}
	result, err := meta.Validate(gojsonschema.NewRawLoader(data))
	if err != nil || result.Valid() {
		return err
	}
	var faults []string
	for _, e := range result.Errors() {
		faults = append(faults, e.Context().String("/")+": "+e.Description())
	}
	return fmt.Errorf("not a schema of draft-07: %s", firstOf(faults))
}

// firstOf gives the least of some texts, so that the choice does not depend
// on the order of a map.
func firstOf(texts []string) string {
	least := texts[0]
	for _, t := range texts {
		least = min(least, t)
	}
	return strings.TrimPrefix(least, "(root)")
}

// sealed is a loader from which nothing else is ever loaded: the library
// would fetch references over the network and from any file.
type sealed struct{ gojsonschema.JSONLoader }

func (sealed) LoaderFactory() gojsonschema.JSONLoaderFactory { return refusal{} }

type refusal struct{}

func (refusal) New(source string) gojsonschema.JSONLoader {
	return refused{gojsonschema.NewReferenceLoader(source)}
}

type refused struct{ gojsonschema.JSONLoader }

func (r refused) LoadJSON() (any, error) {
	return nil, errors.New("a schema may not load " + fmt.Sprint(r.JsonSource()))
}

func (refused) LoaderFactory() gojsonschema.JSONLoaderFactory { return refusal{} }

// extensionSchema is x-debrief.schema.json, compiled.
var extensionSchema = sync.OnceValues(func() (*gojsonschema.Schema, error) {
	data, err := builtin.ReadFile("x-debrief.schema.json")
	if err != nil {
		return nil, err
	}
	v, err := decode(data)
	if err != nil {
		return nil, err
	}
	return compile(plain(v))
})

// checkExtension holds every x-debrief of a file to its description.
func checkExtension(v any) error {
	described, err := extensionSchema()
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if err := checkExtension(x); err != nil {
				return err
			}
		}
	case *object:
		for _, k := range v.keys {
			if k != extension {
				if err := checkExtension(v.values[k]); err != nil {
					return err
				}
				continue
			}
			result, err := described.Validate(gojsonschema.NewRawLoader(plain(v.values[k])))
			if err != nil {
				return err
			}
			if faults := describe(result); len(faults) > 0 {
				return fmt.Errorf("%s%s", extension, firstOf(faults))
			}
		}
	}
	return nil
}

func describe(r *gojsonschema.Result) []string {
	var out []string
	for _, e := range r.Errors() {
		out = append(out, e.Context().String("/")+": "+e.Description())
	}
	return out
}
