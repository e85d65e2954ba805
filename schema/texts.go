package schema

import "io/fs"

// Builtin is the files of the built-in schemas: the labels that pages show are
// in them.
func Builtin() fs.FS { return builtin }
