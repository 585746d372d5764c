package web

import (
	"errors"
	"net/http"
)

// Route is something that can be asked of the server.
type Route struct {
	Pattern string // as http.ServeMux has it
	Access  Access
	handler func(*site) http.HandlerFunc
}

// Access says whom a route answers. What a member may do behind it, the desk
// decides.
type Access string

// The kinds of access.
const (
	Anyone  Access = "anyone"  // also who is not signed in
	Members Access = "members" // of the negotiation in the path; for all others it is not found
)

// Routes is every route there is.
var Routes = []Route{
	{"GET /{$}", Anyone, open((*site).listNegotiations)},
	{"GET /enter/{token}", Anyone, open((*site).showInvite)},
	{"POST /enter/{token}", Anyone, open((*site).acceptInvite)},
	{"POST /leave", Anyone, open((*site).leaveSession)},
	{"POST /passkey/begin", Anyone, open((*site).beginSignIn)},
	{"POST /passkey", Anyone, open((*site).signIn)},
	{"POST /theme", Anyone, open((*site).chooseTheme)},
	{"GET /asset/{hash}/{file}", Anyone, open((*site).showAsset)},

	{"GET /n/{negotiation}", Members, inside((*site).openNegotiation)},
	{"GET /n/{negotiation}/overview", Members, inside((*site).showOverview)},
	{"GET /n/{negotiation}/table", Members, inside((*site).showTable)},
	{"POST /n/{negotiation}/table/invite", Members, inside((*site).inviteMember)},
	{"GET /n/{negotiation}/positions", Members, inside((*site).showGaps)},
	{"GET /n/{negotiation}/packages", Members, inside((*site).showPackages)},
	{"GET /n/{negotiation}/packages/file", Members, inside((*site).analyseFile)},
	{"GET /n/{negotiation}/packages/draw-up", Members, inside((*site).startDrawUp)},
	{"POST /n/{negotiation}/packages/draw-up", Members, inside((*site).drawUp)},
	{"POST /n/{negotiation}/packages/score", Members, inside((*site).scorePackages)},
	{"POST /n/{negotiation}/packages/table", Members, inside((*site).tablePackage)},
	{"GET /n/{negotiation}/circulation", Members, inside((*site).showCirculation)},
	{"GET /n/{negotiation}/documents", Members, inside((*site).listDocuments)},
	{"GET /n/{negotiation}/reading/{revision}", Members, inside((*site).showReading)},
	{"GET /n/{negotiation}/meetings", Members, inside((*site).listMeetings)},
	{"POST /n/{negotiation}/meetings/{meeting}/move", Members, inside((*site).moveMeeting)},
	{"GET /n/{negotiation}/meetings.ics", Members, inside((*site).exportCalendar)},
	{"GET /n/{negotiation}/rooms", Members, inside((*site).listRooms)},
	{"GET /n/{negotiation}/rooms/{room}", Members, inside((*site).showRoom)},
	{"POST /n/{negotiation}/rooms/{room}/whisper", Members, inside((*site).whisper)},
	{"GET /n/{negotiation}/statements", Members, inside((*site).listStatements)},
	{"GET /n/{negotiation}/chronicle", Members, inside((*site).listChronicle)},
	{"GET /n/{negotiation}/chronicle/file", Members, inside((*site).startReport)},
	{"POST /n/{negotiation}/chronicle/file", Members, inside((*site).fileReport)},
	{"GET /n/{negotiation}/chronicle/table", Members, inside((*site).chooseIncidents)},
	{"POST /n/{negotiation}/chronicle/table/preview", Members, inside((*site).previewIncidents)},
	{"POST /n/{negotiation}/chronicle/table", Members, inside((*site).fileIncidents)},
	{"GET /n/{negotiation}/chronicle/feeds", Members, inside((*site).listFeeds)},
	{"POST /n/{negotiation}/chronicle/feeds", Members, inside((*site).pollFeed)},
	{"GET /n/{negotiation}/chronicle/read", Members, inside((*site).startArticle)},
	{"POST /n/{negotiation}/chronicle/read", Members, inside((*site).readArticle)},
	{"POST /n/{negotiation}/chronicle/keep", Members, inside((*site).keepArticle)},
	{"GET /n/{negotiation}/chronicle/names", Members, inside((*site).listNames)},
	{"POST /n/{negotiation}/chronicle/names", Members, inside((*site).keepName)},
	{"GET /n/{negotiation}/chronicle/{report}/review", Members, inside((*site).reviewArticle)},
	{"POST /n/{negotiation}/chronicle/{report}/review", Members, inside((*site).fileProposal)},
	{"POST /n/{negotiation}/chronicle/{report}/ask", Members, inside((*site).askModel)},
	{"GET /n/{negotiation}/chronicle/inside", Members, inside((*site).showInside)},
	{"GET /n/{negotiation}/chronicle/activity", Members, inside((*site).showActivity)},
	{"GET /n/{negotiation}/chronicle/incidents.csv", Members, inside((*site).exportIncidents)},
	{"GET /n/{negotiation}/chronicle/incidents.geojson", Members, inside((*site).exportGeoJSON)},
	{"GET /n/{negotiation}/chronicle/{report}/claim", Members, inside((*site).exportClaim)},
	{"GET /n/{negotiation}/chronicle/{report}", Members, inside((*site).showReport)},
	{"GET /n/{negotiation}/closing", Members, inside((*site).showClosing)},
	{"GET /n/{negotiation}/instrument", Members, inside((*site).showInstrument)},
	{"POST /n/{negotiation}/do/{command}", Members, inside((*site).doCommand)},
	{"GET /n/{negotiation}/text", Members, inside((*site).showText)},
	{"GET /n/{negotiation}/compare", Members, inside((*site).compareRevisions)},
	{"GET /n/{negotiation}/bracketed", Members, inside((*site).showBracketed)},
	{"GET /n/{negotiation}/lines", Members, inside((*site).showLines)},
	{"GET /n/{negotiation}/languages", Members, inside((*site).showLanguages)},
	{"GET /n/{negotiation}/columns", Members, inside((*site).showColumns)},
	{"GET /n/{negotiation}/amendments", Members, inside((*site).listAmendments)},
	{"GET /n/{negotiation}/amendments/{amendment}", Members, inside((*site).showAmendment)},
	{"GET /n/{negotiation}/amendments/{amendment}/consequences", Members, inside((*site).showConsequences)},
	{"POST /n/{negotiation}/amendments/{amendment}/accept", Members, inside((*site).acceptAmendment)},
	{"POST /n/{negotiation}/amendments/{amendment}/reject", Members, inside((*site).rejectAmendment)},
	{"POST /n/{negotiation}/amendments/{amendment}/withdraw", Members, inside((*site).withdrawAmendment)},
	{"POST /n/{negotiation}/amendments/{amendment}/join", Members, inside((*site).joinSponsors)},
	{"POST /n/{negotiation}/amendments/{amendment}/show", Members, inside((*site).widenAudience)},
	{"POST /n/{negotiation}/amendments/{amendment}/undo", Members, inside((*site).undoDecision)},
	{"GET /n/{negotiation}/propose", Members, inside((*site).startAmendment)},
	{"POST /n/{negotiation}/propose", Members, inside((*site).proposeAmendment)},
	{"POST /n/{negotiation}/propose/preview", Members, inside((*site).previewAmendment)},
	{"GET /n/{negotiation}/bridge/{provision}", Members, inside((*site).startBridge)},
	{"GET /n/{negotiation}/import", Members, inside((*site).chooseImport)},
	{"POST /n/{negotiation}/import/preview", Members, inside((*site).previewImport)},
	{"POST /n/{negotiation}/import", Members, inside((*site).recordImport)},
	{"POST /n/{negotiation}/placeholder", Members, inside((*site).recordPlaceholder)},
	{"GET /n/{negotiation}/export", Members, inside((*site).listExports)},
	{"GET /n/{negotiation}/export/{file}", Members, inside((*site).exportFile)},
	{"GET /n/{negotiation}/record", Members, inside((*site).showRecord)},
	{"GET /n/{negotiation}/record/bundle", Members, inside((*site).takeBundle)},
	{"GET /n/{negotiation}/record/proof/{entry}", Members, inside((*site).takeProof)},
	{"GET /n/{negotiation}/record/addition", Members, inside((*site).fetchAddition)},
	{"POST /n/{negotiation}/record/cosignatures", Members, inside((*site).addCosignatures)},
	{"POST /n/{negotiation}/record/ahead", Members, inside((*site).hearAhead)},
	{"POST /n/{negotiation}/record/witness", Members, inside((*site).nameWitness)},
	{"POST /n/{negotiation}/record/erase", Members, inside((*site).eraseContent)},
	{"GET /n/{negotiation}/key", Members, inside((*site).showKey)},
	{"POST /n/{negotiation}/key", Members, inside((*site).registerKey)},
	{"POST /n/{negotiation}/key/revoke", Members, inside((*site).revokeKey)},
	{"GET /n/{negotiation}/passkeys", Members, inside((*site).listPasskeys)},
	{"POST /n/{negotiation}/passkeys/begin", Members, inside((*site).beginPasskey)},
	{"POST /n/{negotiation}/passkeys", Members, inside((*site).addPasskey)},
	{"POST /n/{negotiation}/passkeys/remove", Members, inside((*site).removePasskey)},
	{"GET /n/{negotiation}/notices", Members, inside((*site).showNotices)},
	{"POST /n/{negotiation}/notices", Members, inside((*site).setNotices)},
	{"GET /n/{negotiation}/events", Members, inside((*site).streamEvents)},
}

func open(h func(*site, http.ResponseWriter, *http.Request)) func(*site) http.HandlerFunc {
	return func(s *site) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { h(s, w, r) }
	}
}

func inside(h func(*site, *visit) error) func(*site) http.HandlerFunc {
	return func(s *site) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			v, err := s.visit(w, r)
			if errors.Is(err, errElsewhere) {
				return
			}
			if err != nil {
				s.fail(w, r, err)
				return
			}
			err = h(s, v)
			if asked := (*prepared)(nil); errors.As(err, &asked) {
				asked.write(w)
			} else if err != nil {
				s.failOn(v.page("", ""), w, r, err)
			}
		}
	}
}
