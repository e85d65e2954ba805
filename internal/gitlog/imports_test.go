package gitlog

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestImportsOnlyWhatReads holds the product to the parts of go-git that read
// objects and references: none that runs programs, talks to a remote or
// writes working trees.
func TestImportsOnlyWhatReads(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	forbidden := []string{
		"os/exec", "net", "net/http", "crypto/tls",
		"github.com/go-git/go-git/v5", "github.com/go-git/go-git/v5/plumbing/object",
		"github.com/go-git/go-git/v5/plumbing/protocol/packp", "golang.org/x/crypto/ssh",
	}
	for p := range strings.FieldsSeq(string(out)) {
		if slices.Contains(forbidden, p) || strings.HasPrefix(p, "github.com/go-git/go-git/v5/plumbing/transport") {
			t.Errorf("the package depends on %s", p)
		}
	}
}
