package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"parley/negotiation"
	"parley/record"
)

// A member whose key is in the browser signs what it does: a module asks first
// what would be recorded (the same request, with a header), signs that, and
// sends the form with the signature. The key never comes here.

// prepareHeader asks what an action would record instead of doing it.
const prepareHeader = "Parley-Prepare"

// prepared is the answer to a request with prepareHeader. It goes the way of
// errors, because nothing was done.
type prepared struct{ act record.Act }

func (p *prepared) Error() string { return "nothing was done: it was asked what is to be signed" }

func (p *prepared) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(p.act)
}

// do has a command done for the member, signed if the form is.
func (v *visit) do(c negotiation.Command) error {
	ctx := v.r.Context()
	if v.r.Header.Get(prepareHeader) != "" {
		act, err := v.site.desk.Prepare(ctx, v.ID, v.Me.ID, c)
		if err != nil {
			return err
		}
		return &prepared{act}
	}
	if v.r.PostFormValue("signature") != "" {
		signed, err := v.signed(c)
		if err != nil {
			return err
		}
		c = signed
	}
	return v.site.desk.Do(ctx, v.ID, v.Me.ID, c)
}

func (v *visit) signed(c negotiation.Command) (negotiation.Signed, error) {
	out := negotiation.Signed{Command: c}
	after, err := strconv.ParseInt(v.r.PostFormValue("after"), 10, 64)
	signature, wrong := base64.StdEncoding.DecodeString(v.r.PostFormValue("signature"))
	if errors.Join(err, wrong, out.Signature.Key.UnmarshalText([]byte(v.r.PostFormValue("signer")))) != nil || len(signature) != len(out.Signature.Bytes) {
		return out, &negotiation.Refusal{
			Reason: negotiation.Invalid, Where: "signature", Msg: "it cannot be read", Hint: "load the page again and sign once more",
		}
	}
	out.After = after
	copy(out.Signature.Bytes[:], signature)
	return out, nil
}
