package incident

import (
	"encoding/json"
	"io"
	"strings"
)

// Feature is an incident on a map. Its geometry is where the row says that it was; a row
// without degrees has none.
type Feature struct {
	Row
	More map[string]any // properties besides those of the row
}

type feature struct {
	Type       string         `json:"type"`
	Geometry   *point         `json:"geometry"` // null: where it was is not known in degrees
	Properties map[string]any `json:"properties"`
}

type point struct {
	Type        string         `json:"type"`
	Coordinates [2]json.Number `json:"coordinates"` // longitude, latitude, as given
}

// WriteGeoJSON writes incidents as a collection of features, under the names of the
// columns. Fatalities stand there only where they were given.
func WriteGeoJSON(w io.Writer, incidents []Feature) error {
	all := make([]feature, 0, len(incidents))
	for _, x := range incidents {
		f := feature{Type: "Feature", Properties: map[string]any{
			"event_date": x.Date.Format("2006-01-02"), "event_type": x.Type, "location": x.Location, "source": x.Source, "notes": x.Notes,
		}}
		for name, value := range map[string]string{"actor1": x.Actor1, "actor2": x.Actor2} {
			if value != "" {
				f.Properties[name] = value
			}
		}
		if x.Counted {
			f.Properties["fatalities"] = x.Fatalities
		}
		for name, value := range x.More {
			f.Properties[name] = value
		}
		if x.Latitude != "" {
			f.Geometry = &point{"Point", [2]json.Number{number(x.Longitude), number(x.Latitude)}}
		}
		all = append(all, f)
	}
	return json.NewEncoder(w).Encode(map[string]any{"type": "FeatureCollection", "features": all})
}

// number writes degrees as JSON has numbers: without leading zeros.
func number(s string) json.Number {
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
