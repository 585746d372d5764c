package web

import (
	"encoding/json"
	"strings"

	"parley/format/incident"
	"parley/internal/incidents"
	"parley/negotiation"
)

// exportIncidents writes the incidents that the member may see as CSV in the layout of
// conflict data sets: a row for each report, so that claims stay apart. What came in as a
// row goes out as it came.
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

// incidentRow is a report as a row, with what the layout has no columns for in its notes:
// who claims it, hedge, figures and status.
func (v *visit) incidentRow(r *negotiation.Report) incident.Row {
	row, whole := incidents.Row(r)
	if !whole {
		row.Notes = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(v.gistOf(r)) + " [" + string(r.Status()) + "]"
	}
	return row
}

// exportGeoJSON writes the same as GeoJSON.
func (s *site) exportGeoJSON(v *visit) error {
	var features []incident.Feature
	for i, event := range v.Events() {
		for _, r := range event {
			features = append(features, incident.Feature{Row: v.incidentRow(r), More: map[string]any{
				"id": r.ID, "event": i + 1, "claimed_by": v.speakerName(r.Speaker), "hedge": r.Hedge, "status": r.Status(), "figures": v.reportPart(r).Figures,
			}})
		}
	}
	v.w.Header().Set("Content-Type", "application/geo+json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+string(v.ID)+`-incidents.geojson"`)
	return incident.WriteGeoJSON(v.w, features)
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
