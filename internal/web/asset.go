package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Style sheets and scripts are in the binary and served under the hash of all
// of them together, so that a browser may keep them for ever and modules can
// import one another by relative names.

// The verifier is package record and the analyst package bargain, compiled for browsers.
//
//go:generate sh -c "for name in verify analyse; do GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags='-s -w' -o asset/wasm/${DOLLAR}name.wasm parley/internal/web/wasm/${DOLLAR}name && gzip -9nf asset/wasm/${DOLLAR}name.wasm || exit; done && cp \"$(go env GOROOT)/lib/wasm/wasm_exec.js\" asset/wasm/ && go env GOVERSION > asset/wasm/go.version"

//go:embed asset
var assetFiles embed.FS

type asset struct {
	contentType string
	plain       []byte // nil: unpacked for whoever asks for it so, which browsers do not
	packed      []byte
}

// assets are the files that pages load, by name, and the hash they are served
// under.
type assets struct {
	hash  string
	files map[string]asset
}

// loadAssets reads and packs them once for all servers of the process.
var loadAssets = sync.OnceValues(readAssets)

func readAssets() (*assets, error) {
	out := &assets{files: make(map[string]asset)}
	all := sha256.New()
	err := fs.WalkDir(assetFiles, "asset", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := assetFiles.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "%s %d\n", name, len(content))
		all.Write(content)
		a := asset{contentType: contentType(strings.TrimSuffix(name, ".gz"))}
		if strings.HasSuffix(name, ".gz") { // too large to be packed at each start
			a.packed = content
		} else {
			a.plain = content
			a.packed, err = pack(content)
		}
		out.files[strings.TrimSuffix(path.Base(name), ".gz")] = a
		return err
	})
	out.hash = hex.EncodeToString(all.Sum(nil)[:8])
	return out, err
}

func (a asset) body(packed bool) ([]byte, error) {
	switch {
	case packed:
		return a.packed, nil
	case a.plain == nil:
		return unpack(a.packed)
	}
	return a.plain, nil
}

// contentType does not ask the machine's table of types, which differs from
// host to host.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".wasm":
		return "application/wasm"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func pack(content []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(content); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// path returns where a file is served.
func (a *assets) path(name string) string { return "/asset/" + a.hash + "/" + name }

// showAsset serves a file. Under another hash than the present one it is
// served too, for pages that were loaded before the last upgrade, but is not
// to be kept.
func (s *site) showAsset(w http.ResponseWriter, r *http.Request) {
	file, ok := s.assets.files[r.PathValue("file")]
	if !ok {
		s.notFound(w, r)
		return
	}
	packed := acceptsGzip(r)
	body, err := file.body(packed)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.contentType)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-store")
	if strings.HasSuffix(r.PathValue("file"), "_worker.js") {
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'") // of the worker's own thread
	}
	if r.PathValue("hash") == s.assets.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if packed {
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}
