package api_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/api"
)

// A validator that is not ours agrees that the description is OpenAPI 3.1.
func TestTheDescriptionIsValid(t *testing.T) {
	data, err := json.Marshal(api.Describe())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	const check = "../jscheck/node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js"
	if _, err := os.Stat(check); err != nil && os.Getenv("CI") == "" {
		t.Skip("the validator is not installed: ./test installs it")
	}
	out, err := exec.CommandContext(t.Context(), "node", check, file).CombinedOutput()
	if err != nil || !strings.Contains(strings.ToLower(string(out)), "valid") {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), `"openapi":"3.1.0"`, `"openapi":"3.1.0","pathz":{}`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "node", check, file).CombinedOutput(); err == nil {
		t.Errorf("what is wrong is not found: %s", out)
	}
}
