package web

import "net/http"

// AnalyseFilePage lets a member analyse a scenario of its own in the browser.
type AnalyseFilePage struct{ Page Page }

// analyseFile shows the page; the server never gets the file.
func (s *site) analyseFile(v *visit) error {
	s.show(v.w, v.r, http.StatusOK, "analyse", AnalyseFilePage{v.page("A file of your own", "packages")})
	return nil
}
