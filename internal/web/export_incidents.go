package web

import (
	"encoding/json"
	"strings"

	"parley/format/incident"
	"parley/negotiation"
)

// exportIncidents writes the incidents that the member may see as CSV in the layout of
// conflict data sets: a row for each report, so that claims stay apart. Figures, hedges and
// the status stand in the notes, because the layout has no columns for them.
func (s *site) exportIncidents(v *visit) error {
	var rows []incident.Row
	for _, event := range v.Events() {
		for _, r := range event {
			rows = append(rows, v.incidentRow(r))
		}
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+string(v.ID)+`-incidents.csv"`)
	return incident.Write(v.w, rows)
}

func (v *visit) incidentRow(r *negotiation.Report) incident.Row {
	actor := func(i int) string { return nth(r.Incident.Actors, i) }
	row := incident.Row{
		Date: r.When.From.In(zoneOf(r.When)), Type: r.Incident.Type, Actor1: actor(0), Actor2: actor(1), Location: r.Incident.Place,
		Latitude: r.Incident.Latitude, Longitude: r.Incident.Longitude, Notes: v.incidentNotes(r),
	}
	if row.Type == "" {
		row.Type = "not said"
	}
	var sources []string
	for _, x := range r.Sources {
		sources = append(sources, x.Name)
	}
	row.Source = strings.Join(sources, "; ")
	for _, f := range r.Figures {
		if f.Unit == "fatalities" && f.Bound == negotiation.Exactly { // a bound is no count
			row.Fatalities, row.Counted = f.Number, true
		}
	}
	return row
}

// incidentNotes says who claims what, with hedge and status.
func (v *visit) incidentNotes(r *negotiation.Report) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(v.gistOf(r)) + " [" + string(r.Status()) + "]"
}

// feature is an incident as GeoJSON (RFC 7946).
type feature struct {
	Type       string         `json:"type"`
	Geometry   *point         `json:"geometry"` // null: where it was is not known in degrees
	Properties map[string]any `json:"properties"`
}

type point struct {
	Type        string         `json:"type"`
	Coordinates [2]json.Number `json:"coordinates"` // longitude, latitude, as given
}

// exportGeoJSON writes the same as GeoJSON.
func (s *site) exportGeoJSON(v *visit) error {
	features := []feature{}
	for i, event := range v.Events() {
		for _, r := range event {
			row := v.incidentRow(r)
			f := feature{Type: "Feature", Properties: map[string]any{
				"id": r.ID, "event": i + 1, "event_date": row.Date.Format("2006-01-02"), "event_type": row.Type, "location": row.Location, "claimed_by": v.speakerName(r.Speaker),
				"hedge": r.Hedge, "status": r.Status(), "figures": v.reportPart(r).Figures, "source": row.Source, "notes": row.Notes,
			}}
			if r.Incident.Latitude != "" {
				f.Geometry = &point{"Point", [2]json.Number{degreesJSON(r.Incident.Longitude), degreesJSON(r.Incident.Latitude)}}
			}
			features = append(features, f)
		}
	}
	v.w.Header().Set("Content-Type", "application/geo+json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+string(v.ID)+`-incidents.geojson"`)
	return json.NewEncoder(v.w).Encode(map[string]any{"type": "FeatureCollection", "features": features})
}

// degreesJSON writes degrees as JSON has numbers: without leading zeros.
func degreesJSON(s string) json.Number {
	sign := ""
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		sign, s = "-", rest
	}
	s = strings.TrimLeft(s, "0")
	if s == "" || s[0] == '.' {
		s = "0" + s
	}
	return json.Number(sign + s)
}

// exportClaim writes what a report claims and how far it can be trusted as a ClaimReview of
// schema.org, in JSON-LD.
func (s *site) exportClaim(v *visit) error {
	r, err := v.Report(negotiation.ReportID(v.r.PathValue("report")))
	if err != nil {
		return err
	}
	// 1 is the worst and 5 the best; what was not judged has no number.
	rating := map[string]any{"@type": "Rating", "alternateName": string(r.Status()), "worstRating": 1, "bestRating": 5}
	if n := map[negotiation.VerificationStatus]int{negotiation.Retracted: 1, negotiation.Disputed: 2, negotiation.Corroborated: 4, negotiation.Verified: 5}[r.Status()]; n > 0 {
		rating["ratingValue"] = n
	}
	claim := map[string]any{"@type": "Claim", "author": map[string]any{"@type": "Thing", "name": v.speakerName(r.Speaker)}}
	var appears []map[string]any
	for _, x := range r.Sources {
		work := map[string]any{"@type": "CreativeWork", "name": x.Name}
		if x.URL != "" {
			work["url"] = x.URL
		}
		appears = append(appears, work)
	}
	if len(appears) > 0 {
		claim["appearance"] = appears
	}
	if r.When.Known() {
		claim["datePublished"] = r.When.From.In(zoneOf(r.When)).Format("2006-01-02")
	}
	out := map[string]any{
		"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": strings.NewReplacer("\u2068", "", "\u2069", "").Replace(v.gistOf(r)),
		"itemReviewed": claim, "reviewRating": rating, "author": map[string]any{"@type": "Organization", "name": v.sponsor(r.Party).Name}, "datePublished": r.At.UTC().Format("2006-01-02"),
	}
	if n := len(r.Judged); n > 0 {
		last := r.Judged[n-1]
		out["author"] = map[string]any{"@type": "Organization", "name": v.sponsor(last.Party).Name}
		out["reviewBody"], out["datePublished"] = last.Ground, last.At.UTC().Format("2006-01-02")
	}
	v.w.Header().Set("Content-Type", "application/ld+json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="claim-`+string(r.ID)+`.jsonld"`)
	return json.NewEncoder(v.w).Encode(out)
}
