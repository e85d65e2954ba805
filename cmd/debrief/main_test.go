package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv("DEBRIEF_TEST_COMMAND") != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"debrief": main})
}

// TestScripts runs the command lines in testdata, each in a folder of its own
// that is in no repository. Scripts find the examples in $EXAMPLES and the
// project in $PROJECT.
func TestScripts(t *testing.T) {
	project, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	project += "/../.."
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PROJECT", project)
			e.Setenv("EXAMPLES", project+"/examples")
			e.Setenv("SOURCE_DATE_EPOCH", "1780272000") // 2026-06-01
			e.Setenv("LANG", "C.UTF-8")
			return nil
		},
	})
}
