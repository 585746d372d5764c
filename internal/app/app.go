// Package app puts the rooms together into a running server.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"parley/internal/api"
	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/dispatch"
	"parley/internal/feed"
	"parley/internal/notify"
	"parley/internal/store/sqlite"
	"parley/internal/web"
)

// Config says where and how to serve.
type Config struct {
	Dir  string // the folder of the database; made if it is not there
	Addr string // "localhost:8080"; port 0 takes a free one
	Log  *slog.Logger
	// Notices say how members may be told that something is new; the zero value
	// tells nobody.
	Notices notify.Options
	// Feeds may be polled by members; the zero value names none, and no connection
	// is made then.
	Feeds feed.Options
	// Model is the language model that members may ask about articles of the press;
	// nil is none.
	Model dispatch.Model
}

// House is the rooms over the database of a folder, without a server.
type House struct {
	Desk  *desk.Desk
	Door  *auth.Door
	store *sqlite.Store
	dir   string
}

// Open opens the database of a folder, which is made if it is not there.
func Open(dir string) (*House, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	store, err := sqlite.Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		return nil, err
	}
	return &House{Desk: desk.New(store, time.Now), Door: auth.New(store, time.Now), store: store, dir: dir}, nil
}

// Doubted reports whether nothing is written, because the database may be older
// than what was acknowledged; see Recover.
func (h *House) Doubted() bool { return h.store.Doubted() }

// Close closes the database.
func (h *House) Close() error { return h.store.Close() }

// GCPercent is how much garbage a server lets come together, in per cent of what
// it needs: a world conference fits in 1 GB so. GOGC in the environment wins.
const GCPercent = 60

// App is a server that is ready to run.
type App struct {
	*House
	URL string // where it answers, without a slash at the end

	listener net.Listener
	server   *http.Server
	notices  *notify.Notifier
}

// New opens the database and the address. Close it if it is not run.
func New(c Config) (*App, error) {
	h, err := Open(c.Dir)
	if err != nil {
		return nil, err
	}
	feeds, err := feed.New(c.Feeds, time.Now)
	if err != nil {
		h.Close()
		return nil, err
	}
	a := &App{House: h}
	c.Notices.Log = c.Log
	a.notices = notify.New(a.Desk, h.store, time.Now, c.Notices)
	handler, err := web.New(a.Desk, a.Door, web.Options{Log: c.Log, Notices: a.notices, Feeds: feeds, Model: c.Model})
	if err != nil {
		h.Close()
		return nil, err
	}
	programs, err := api.New(a.Desk, a.Door, api.Options{Log: c.Log, Notices: a.notices})
	if err != nil {
		h.Close()
		return nil, err
	}
	both := http.NewServeMux()
	both.Handle("/api/", programs)
	both.Handle("/", handler)
	if a.listener, err = net.Listen("tcp", c.Addr); err != nil {
		h.Close()
		return nil, fmt.Errorf("listen on %s: %w; choose another address with --addr", c.Addr, err)
	}
	a.URL = "http://" + a.listener.Addr().String()
	a.server = &http.Server{
		Handler:           both,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		IdleTimeout:       120 * time.Second,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn),
	}
	return a, nil
}

// Run serves until the context ends, then lets what is under way finish.
func (a *App) Run(ctx context.Context) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(GCPercent)
	}
	// Event streams end with this context, so that they do not hold up the
	// shutdown.
	a.server.BaseContext = func(net.Listener) context.Context { return ctx }
	go a.notices.Run(ctx)
	failed := make(chan error, 1)
	go func() { failed <- a.server.Serve(a.listener) }()
	select {
	case err := <-failed:
		return errors.Join(err, a.House.Close())
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(a.server.Shutdown(grace), a.House.Close())
}

// Close releases what New opened, for an App that is not run.
func (a *App) Close() error { return errors.Join(a.listener.Close(), a.House.Close()) }
