//go:build js && wasm

// Command verify is the verifier of bundles in a browser: it offers
// parleyVerify(Uint8Array), which returns the report as JSON.
package main

import (
	"encoding/json"
	"syscall/js"

	"parley/record"
)

func main() {
	js.Global().Set("parleyVerify", js.FuncOf(func(_ js.Value, args []js.Value) any {
		bundle := make([]byte, args[0].Length())
		js.CopyBytesToGo(bundle, args[0])
		report, err := json.Marshal(record.Verify(bundle))
		if err != nil {
			return `{"ok":false,"problems":[{"problem":"the report could not be written"}]}`
		}
		return string(report)
	}))
	select {} // the functions are to stay
}
