package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/record"
)

// position is an entry of the usual size, about 400 bytes, that follows head.
func position(head int64) []negotiation.Entry {
	return []negotiation.Entry{{
		Seq: head + 1, At: time.Unix(head, 0).UTC(), By: "m", Party: "M", Audience: negotiation.Everyone,
		Body: &negotiation.AmendmentWithdrawn{Amendment: "UA-x3f9", Reason: "As instructed by our capital, and because the same is proposed by another party in words that come closer to what was agreed in the working group on Tuesday."},
	}}
}

func newBench(b *testing.B) *Store {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "parley.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkAppend writes single durable entries, in turn with a bare
// transaction that puts the same bytes into one table of the same database:
// what durability alone costs.
func BenchmarkAppend(b *testing.B) {
	s := newBench(b)
	bare := newBench(b)
	if _, err := bare.write.Exec("CREATE TABLE bare (negotiation TEXT, seq INTEGER, bytes BLOB, PRIMARY KEY (negotiation, seq)) STRICT, WITHOUT ROWID"); err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	head := int64(0)
	for b.Loop() {
		es := position(head)
		start := time.Now()
		if err := s.Append(b.Context(), "river", head, es); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)

		var bytes []byte
		err := s.read.QueryRow("SELECT leaf || nodes || note || salt || content FROM entry WHERE seq = ?", head+1).Scan(&bytes)
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		err = bare.update(b.Context(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(b.Context(), "INSERT INTO bare VALUES ('river', ?, ?)", head+1, bytes)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		theirs += time.Since(start)
		head++
	}
	n := float64(b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(ours.Microseconds())/n, "µs/append")
	b.ReportMetric(float64(theirs.Microseconds())/n, "µs/bare")
	b.ReportMetric(float64(theirs)/float64(ours), "of-bare-speed")
}

// BenchmarkProve proves one entry of a record of 100,000.
func BenchmarkProve(b *testing.B) {
	s := newBench(b)
	const size = 100_000
	var es []negotiation.Entry
	for head := range int64(size) {
		es = append(es, position(head)...)
	}
	if err := s.Append(b.Context(), "river", 0, es); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := record.ProveEntry(size, int64(b.N*7919%size)+1, s.Nodes(b.Context(), "river")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRebuild reads a record of 100,000 entries from the disk and folds it:
// what a start after a crash takes.
func BenchmarkRebuild(b *testing.B) {
	s := newBench(b)
	const size = 100_000
	es := []negotiation.Entry{{Body: &negotiation.Opened{ID: "river", Name: "River"}}}
	for n := 0; len(es) < size; n++ {
		id := negotiation.AmendmentID(fmt.Sprint("UA-", n))
		es = append(es,
			negotiation.Entry{Body: &negotiation.AmendmentTabled{Amendment: negotiation.Amendment{
				ID: id, Revision: 1, Sponsors: []negotiation.PartyID{"UA"}, Explanation: "As instructed by our capital.",
				Changes: []consolidate.Change{{ID: "1", Kind: consolidate.KindReplace, Provision: "a", Old: "shall withdraw", New: "shall withdraw at once"}},
			}}},
			negotiation.Entry{Body: &negotiation.SponsorJoined{Amendment: id}},
			negotiation.Entry{Body: &negotiation.AmendmentRejected{Amendment: id, Changes: []string{"1"}, Note: "Not now."}},
		)
	}
	es = es[:size]
	for i := range es {
		es[i].Seq, es[i].At, es[i].By, es[i].Party, es[i].Audience = int64(i)+1, time.Unix(int64(i), 0).UTC(), "m", "M", negotiation.Everyone
	}
	if err := s.Append(b.Context(), "river", 0, es); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		read, err := s.Read(b.Context(), "river", 0)
		if err != nil {
			b.Fatal(err)
		}
		if state := negotiation.Fold(read); state.Seq != size {
			b.Fatalf("the state is at %d", state.Seq)
		}
	}
}
