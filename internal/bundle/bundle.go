// Package bundle turns the theme's TypeScript and CSS into the files that
// pages load: one classic script or one stylesheet for each entry point,
// minified, under a name that holds a hash of its content. Module scripts do
// not run from disk, so scripts are immediately invoked functions.
//
// It reads from an fs.FS only and knows nothing of pages. The same input gives
// the same bytes.
package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// File is a bundled file.
type File struct {
	Entry string // the entry point it was made from
	Name  string // "app-0123456789.js": safe in paths and URLs
	Data  []byte
}

// Bundle bundles each entry point, a path of fsys that ends in .ts, .js or
// .css, and gives the results in the order of entries. What entries import is
// relative to the importing file and must lie in fsys.
func Bundle(fsys fs.FS, entries ...string) ([]File, error) {
	files := make([]File, 0, len(entries))
	for _, entry := range entries {
		f, err := bundle(fsys, entry)
		if err != nil {
			return nil, fmt.Errorf("bundling %s: %w", entry, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func bundle(fsys fs.FS, entry string) (File, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Write:             false,
		Outdir:            "/",
		AbsWorkingDir:     "/",
		Format:            api.FormatIIFE,
		Target:            api.ES2020,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		TsconfigRaw:       "{}",
		LogLevel:          api.LogLevelSilent,
		Plugins:           []api.Plugin{reader(fsys)},
	})
	if len(result.Errors) > 0 {
		return File{}, failure(result.Errors)
	}
	if len(result.OutputFiles) != 1 {
		return File{}, fmt.Errorf("%d files instead of one", len(result.OutputFiles))
	}
	data := result.OutputFiles[0].Contents
	sum := sha256.Sum256(data)
	ext := path.Ext(result.OutputFiles[0].Path)
	stem := strings.TrimSuffix(path.Base(entry), path.Ext(entry))
	return File{Entry: entry, Name: stem + "-" + hex.EncodeToString(sum[:5]) + ext, Data: data}, nil
}

func failure(messages []api.Message) error {
	errs := make([]error, 0, len(messages))
	for _, m := range messages {
		if at := m.Location; at != nil {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %s", at.File, at.Line, at.Column+1, m.Text))
			continue
		}
		errs = append(errs, errors.New(m.Text))
	}
	return errors.Join(errs...)
}

// namespace keeps esbuild from looking at the disk: it resolves only paths
// of the namespace "file" itself.
const namespace = "theme"

var loaders = map[string]api.Loader{".ts": api.LoaderTS, ".js": api.LoaderJS, ".css": api.LoaderCSS, ".json": api.LoaderJSON}

// reader resolves and loads everything from fsys.
func reader(fsys fs.FS) api.Plugin {
	return api.Plugin{Name: namespace, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := a.Path
			if a.Kind != api.ResolveEntryPoint {
				name = path.Join(path.Dir(a.Importer), a.Path)
			}
			name, err := find(fsys, path.Clean(name))
			return api.OnResolveResult{Path: name, Namespace: namespace}, err
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			data, err := fs.ReadFile(fsys, a.Path)
			text := string(data)
			return api.OnLoadResult{Contents: &text, Loader: loaders[path.Ext(a.Path)]}, err
		})
	}}
}

// find gives the file that an import names, with or without its extension.
func find(fsys fs.FS, name string) (string, error) {
	for _, ext := range []string{"", ".ts", ".js", ".css"} {
		if _, known := loaders[path.Ext(name+ext)]; !known || !fs.ValidPath(name+ext) {
			continue
		}
		if info, err := fs.Stat(fsys, name+ext); err == nil && info.Mode().IsRegular() {
			return name + ext, nil
		}
	}
	return "", fmt.Errorf("no file %q in the theme", name)
}
