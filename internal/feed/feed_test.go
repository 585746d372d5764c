package feed

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Agency</title>
<item><title>Older</title><link>https://agency.example/1</link><pubDate>Fri, 01 Mar 2024 20:00:00 GMT</pubDate><description>Talks were held.</description></item>
<item><title>Newer</title><link>https://agency.example/2</link><pubDate>Sat, 02 Mar 2024 20:00:00 GMT</pubDate><description>&lt;p&gt;Talks were held &lt;b&gt;again&lt;/b&gt;.&lt;/p&gt;</description></item>
</channel></rss>`

// stub serves feeds on this machine, which is inside.
func stub(t *testing.T, h http.HandlerFunc) (*httptest.Server, string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s, strings.TrimPrefix(s.URL, "http://")
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// only is the one feed of some options, and its clock.
func only(t *testing.T, o Options) (*Feed, *time.Time) {
	t.Helper()
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	f, err := New(o, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	return f.All()[0], &at
}

func TestAFeedIsPolledNewestFirstAndAtMostOnceAMinute(t *testing.T) {
	var asked atomic.Int32
	s, host := stub(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		fmt.Fprint(w, rss)
	})
	f, now := only(t, Options{Addresses: []string{s.URL + "/rss?key=secret"}})
	if f.Name != host+"/rss" || strings.Contains(f.ID, "secret") {
		t.Errorf("%s, %s", f.Name, f.ID)
	}
	for i, want := range []int32{1, 1, 2} {
		articles, err := f.Poll(t.Context())
		if err != nil || len(articles) != 2 || articles[0].Title != "Newer" || articles[0].Text != "Talks were held again." || articles[0].Publisher != "Agency" || articles[0].URL != "https://agency.example/2" {
			t.Fatalf("%+v %v", articles, err)
		}
		if got := asked.Load(); got != want {
			t.Errorf("poll %d: the feed was asked %d times, want %d", i+1, got, want)
		}
		*now = now.Add(31 * time.Second)
	}
}

func TestAFeedIsAskedByOneAtATime(t *testing.T) {
	var asked atomic.Int32
	s, _ := stub(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		time.Sleep(50 * time.Millisecond)
		fmt.Fprint(w, rss)
	})
	f, _ := only(t, Options{Addresses: []string{s.URL}})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if articles, err := f.Poll(t.Context()); err != nil || len(articles) != 2 {
				t.Errorf("%v %v", articles, err)
			}
		})
	}
	all.Wait()
	if got := asked.Load(); got != 1 {
		t.Errorf("the feed was asked %d times", got)
	}
}

// A reader who leaves does not keep the others from the answer.
func TestAFeedIsReadToItsEndForThoseWhoWait(t *testing.T) {
	s, _ := stub(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rss) })
	f, _ := only(t, Options{Addresses: []string{s.URL}})
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := f.Poll(gone); err != nil {
		t.Error(err)
	}
}

func TestAFeedLeadsNowhereElse(t *testing.T) {
	for name, c := range map[string]struct {
		to   string // Location, with HOST and PORT of the feed
		want string // "": it is followed
	}{
		"another path":          {"/there", ""},
		"another host":          {"http://elsewhere.example/rss", "sends its readers to another address, elsewhere.example"},
		"this machine by name":  {"http://localhost:PORT/there", "sends its readers to another address, localhost"},
		"this machine in IPv6":  {"http://[::1]:PORT/there", "sends its readers to another address"},
		"another port":          {"http://HOST:1/there", "sends its readers to another address"},
		"the metadata of cloud": {"http://169.254.169.254/latest", "sends its readers to another address, 169.254.169.254"},
		"a file":                {"file:///etc/passwd", "sends its readers to another address"},
		"itself":                {"/rss", "round in circles"},
	} {
		t.Run(name, func(t *testing.T) {
			reached := false
			s, host := stub(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/there" {
					reached = true
					fmt.Fprint(w, rss)
					return
				}
				name, port, _ := strings.Cut(r.Host, ":")
				w.Header().Set("Location", strings.NewReplacer("HOST", name, "PORT", port).Replace(c.to))
				w.WriteHeader(http.StatusFound)
			})
			f, _ := only(t, Options{Addresses: []string{s.URL + "/rss?key=secret"}})
			_, err := f.Poll(t.Context())
			if c.want == "" {
				if err != nil || !reached {
					t.Errorf("it is not followed: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || reached || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), host+"/rss?") {
				t.Errorf("reached: %v, %v", reached, err)
			}
		})
	}
}

// What the name stands for is checked when the connection is made: here a name of the
// internet stands for this machine.
func TestANameThatStandsForTheOwnNetworkGetsNowhere(t *testing.T) {
	reached := false
	_, host := stub(t, func(w http.ResponseWriter, _ *http.Request) { reached = true; fmt.Fprint(w, rss) })
	for _, inside := range []bool{false, true} {
		reached = false
		f, _ := only(t, Options{Addresses: []string{"http://" + strings.Replace(host, "127.0.0.1", "localhost", 1) + "/rss"}})
		f.client = client(mustParse(t, "http://feeds.example/rss"), inside) // as if it were not written as what it is
		_, err := f.Poll(t.Context())
		if reached != inside || (err == nil) != inside || err != nil && (!strings.Contains(err.Error(), "inside the server's own network") || !strings.Contains(err.Error(), "--feed-inside")) {
			t.Errorf("inside: %v, reached: %v, %v", inside, reached, err)
		}
	}
}

func TestWhatIsWrongWithAFeedIsSaidPlainly(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"not there":   {http.NotFound, "404 Not Found"},
		"no feed":     {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<rss><channel></channel></rss>") }, "no item"},
		"without end": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat(" ", largest+1)) }, "longer than 4 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := stub(t, c.answer)
			f, _ := only(t, Options{Addresses: []string{s.URL + "/rss?key=secret"}})
			_, err := f.Poll(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Error(err)
			}
		})
	}
	s, host := stub(t, nil)
	s.Close()
	f, _ := only(t, Options{Addresses: []string{"http://" + host}})
	if _, err := f.Poll(t.Context()); err == nil || !strings.Contains(err.Error(), "try again") {
		t.Error(err)
	}
}

func TestOnlyAddressesOfTheInternetAreOutside(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true, "127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "0.1.2.3": false, "255.255.255.255": false, "224.0.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd12::1": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "fe80::1%eth0": false,
	} {
		if got := outside(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	for host, want := range map[string]bool{"localhost": true, "LOCALHOST.": true, "a.localhost": true, "127.0.0.1": true, "::1": true, "10.0.0.1": true, "agency.example": false, "localhost.example": false, "93.184.215.14": false} {
		if isInside(host) != want {
			t.Errorf("%s is inside: %v", host, !want)
		}
	}
}

func TestWhateverIsMappedIsJudgedAsWhatItStandsFor(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(r, "address")))
		if outside(a) != outside(netip.AddrFrom16(a.As16())) {
			r.Fatalf("%v is judged otherwise when it is mapped", a)
		}
	})
}

func TestAddressesThatAreNoneAreRefusedAndOthersNamedOnce(t *testing.T) {
	for _, bad := range []string{"", "agency.example/rss", "ftp://agency.example", "https://", "file:///etc/passwd", "http://%zz"} {
		if _, err := New(Options{Addresses: []string{bad}}, time.Now); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	f, err := New(Options{Addresses: []string{"https://user:word@agency.example/rss?key=secret", "https://agency.example/atom", "https://agency.example/atom"}}, time.Now)
	if err != nil || len(f.All()) != 2 || f.All()[0].Name != "agency.example/rss" || f.Feed(f.All()[1].ID) != f.All()[1] || f.Feed("https://agency.example/atom") != nil {
		t.Errorf("%+v %v", f, err)
	}
	var none *Feeds
	if none.All() != nil || none.Feed("x") != nil {
		t.Error("nil has feeds")
	}
}
