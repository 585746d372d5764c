package scenario_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"parley/bargain/scenario"
)

// validate asks a validator that is not ours which of the files the schema refuses.
const validate = `
const Ajv = require(process.argv[2] + "/ajv/dist/2020").default
const fs = require("fs")
const ajv = new Ajv({strict: true, allowUnionTypes: true})
const check = ajv.compile(JSON.parse(fs.readFileSync(process.argv[3])))
for (const name of process.argv.slice(4))
  if (!check(JSON.parse(fs.readFileSync(name)))) console.log(name.split("/").pop(), ajv.errorsText(check.errors))
`

func TestTheSchemaDescribesWhatIsWrittenAndNothingElse(t *testing.T) {
	modules, err := filepath.Abs("../../internal/jscheck/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "ajv")); err != nil && os.Getenv("CI") == "" {
		t.Skip("the validator is not installed: ./test installs it")
	}
	dir := t.TempDir()
	write := func(name, data string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	args := []string{write("validate.cjs", validate), modules, write("schema.json", scenario.Schema)}
	refused := func(files ...string) string {
		out, err := exec.CommandContext(t.Context(), "node", append(args, files...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	var drawn []string
	for seed := range 100 {
		drawn = append(drawn, write(fmt.Sprint(seed, ".json"), string(writtenJSON(scenarios(false).Example(seed)))))
	}
	if out := refused(drawn...); out != "" {
		t.Errorf("what is written is refused:\n%s", out)
	}
	wrong := map[string]string{
		"bare.json":   `{}`,
		"key.json":    `{"issues": [{"name": "a", "options": ["x"]}], "parties": [{"name": "p", "points": {}}]}`,
		"word.json":   `{"issues": [{"name": "a", "options": ["x"]}], "parties": [{"name": "p", "base": "much"}]}`,
		"twice.json":  `{"issues": [{"name": "a", "options": ["x", "x"]}], "parties": [{"name": "p"}]}`,
		"number.json": `{"issues": [{"name": "a", "options": [1]}], "parties": [{"name": "p"}]}`,
	}
	for name, data := range wrong {
		if refused(write(name, data)) == "" {
			t.Errorf("%s is not refused", name)
		}
	}
}
