package sqlite

import (
	"database/sql"
	"embed"
	"fmt"
)

// Migrations are numbered, run once each in order, and never change once they
// are released. There is no way back: restore a backup.

//go:embed migration/*.sql
var migrations embed.FS

func migrate(db *sql.DB) error {
	files, err := migrations.ReadDir("migration")
	if err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var done int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&done); err != nil {
		return err
	}
	if done > len(files) {
		return fmt.Errorf("the database is at version %d and this program knows %d; use a newer one", done, len(files))
	}
	for i, f := range files[done:] {
		script, err := migrations.ReadFile("migration/" + f.Name())
		if err != nil {
			return err
		}
		if _, err := tx.Exec(string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", f.Name(), err)
		}
		if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", done+i+1)); err != nil {
			return err
		}
	}
	return tx.Commit()
}
