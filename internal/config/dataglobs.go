package config

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// dataGlobs reads globs of files of data with their places. Such files lie in
// the repository: an absolute path is a finding.
func (r *reader) dataGlobs(v doc.Value) (list []corpus.Glob) {
	items := v.Items()
	if v.Type() == doc.Scalar {
		items = []doc.Value{v}
	}
	for i, pattern := range r.globs(v) {
		if strings.HasPrefix(pattern, "/") {
			r.report("bad-format", items[i], diag.Say("%q is an absolute path: write it from the folder of debrief.yaml on, such as data/*.csv",
				"%q は絶対パスです。data/*.csv のように debrief.yaml のフォルダーからの相対パスで書いてください", pattern))
		}
		list = append(list, corpus.Glob{Pattern: pattern, File: r.file, Span: items[i].Span()})
	}
	return list
}
