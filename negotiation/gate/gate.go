// Package gate evaluates conditions on the state of a negotiation: expressions
// in the Common Expression Language (cel.dev) over a few facts, as
//
//	open <= 3
//	issues["territory"] == "agreed" && consenting.all(p, received[p] == revision)
//
// What is not met is said in words, condition by condition.
package gate

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/parser"
)

// Fact is something that an expression can speak of.
type Fact struct {
	Name  string
	About string
	Words string // before a value: "provisions that are not agreed"
	Where string // which page shows it: "gaps", "circulation", …
	kind  *cel.Type
}

var strs, numbers, words = cel.ListType(cel.StringType), cel.MapType(cel.StringType, cel.IntType), cel.MapType(cel.StringType, cel.StringType)

// Facts lists every fact, with its type in the language.
var Facts = []Fact{
	{"provisions", "how many provisions the text has", "provisions", "gaps", cel.IntType},
	{"open", "how many of them are not agreed", "provisions that are not agreed", "gaps", cel.IntType},
	{"contested", "how many a party reserves on or objects to, or amendments contradict one another in", "contested provisions", "gaps", cel.IntType},
	{"agreed", "how many are agreed, also ad referendum", "agreed provisions", "gaps", cel.IntType},
	{"pending", "how many amendments are pending", "pending amendments", "amendments", cel.IntType},
	{"issues", "each issue's state: \"open\", \"contested\" or \"agreed\"", "", "gaps", words},
	{"blocking", "how many issues a party marks as blocking", "issues that a party marks as blocking", "gaps", cel.IntType},
	{"consenting", "the parties whose consent is needed", "", "gaps", strs},
	{"stance", "each party's stance on the text as a whole, \"\" where it has none that holds", "", "gaps", words},
	{"received", "the newest revision that each party has received, 0 for none", "", "circulation", numbers},
	{"consulted", "the parties with a right to be consulted that were, on the newest revision", "", "circulation", strs},
	{"unconsulted", "those that were not", "", "circulation", strs},
	{"revision", "the number of the newest revision", "the newest revision", "text", cel.IntType},
	{"standing", "its standing", "the standing of the text", "text", cel.StringType},
	{"meetings", "each meeting's status by its id", "", "meetings", words},
	{"silences", "each silence procedure's status by its id", "", "closing", words},
	{"initialled", "the parties that have initialled the whole final text", "", "closing", strs},
	{"signed", "the parties that have signed it", "", "closing", strs},
	{"now", "the present moment", "", "", cel.TimestampType},
}

// Values are the facts at a moment, by name.
type Values map[string]any

// Result says whether a gate is passed, and why.
type Result struct {
	Passed     bool        `json:"passed"`
	Conditions []Condition `json:"conditions"`
}

// Condition is one of the conditions that an expression joins with &&.
type Condition struct {
	Expression string `json:"expression"`
	Met        bool   `json:"met"`
	Says       string `json:"says"`            // in words, what is so
	Where      string `json:"where,omitempty"` // which page shows it
}

var environment = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{cel.EnableMacroCallTracking()}
	for _, f := range Facts {
		options = append(options, cel.Variable(f.Name, f.kind))
	}
	return cel.NewEnv(options...)
})

// dearest is the most that an evaluation may cost, in steps of the language.
const dearest = 1_000_000

// Check reports what is wrong with an expression, with the place.
func Check(expression string) error {
	_, _, err := compile(expression)
	return err
}

func compile(expression string) (*cel.Env, *cel.Ast, error) {
	env, err := environment()
	if err != nil {
		return nil, nil, err
	}
	if len(expression) > 2000 {
		return nil, nil, errors.New("the expression is longer than 2,000 bytes")
	}
	if strings.TrimSpace(expression) == "" {
		return nil, nil, errors.New("the expression is empty")
	}
	a, issues := env.Compile(expression)
	if err := issues.Err(); err != nil {
		return nil, nil, errors.New(firstLine(issues))
	}
	if a.OutputType() != cel.BoolType {
		return nil, nil, fmt.Errorf("it says %s, and must say true or false", a.OutputType())
	}
	return env, a, nil
}

func firstLine(issues *cel.Issues) string {
	e := issues.Errors()[0]
	return fmt.Sprintf("column %d: %s", e.Location.Column()+1, e.Message)
}

// Eval evaluates an expression. The error says that it is none, or that it asks
// for something that is not there, as an issue that nobody named.
func Eval(expression string, values Values) (Result, error) {
	env, a, err := compile(expression)
	if err != nil {
		return Result{}, err
	}
	e := evaluation{env, a.NativeRep().SourceInfo(), values}
	r := Result{Passed: true}
	for _, part := range conjuncts(a.NativeRep().Expr()) {
		c, err := e.condition(part)
		if err != nil {
			return Result{}, err
		}
		r.Conditions = append(r.Conditions, c)
		r.Passed = r.Passed && c.Met
	}
	return r, nil
}

func conjuncts(e ast.Expr) []ast.Expr {
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.LogicalAnd {
		var out []ast.Expr
		for _, arg := range e.AsCall().Args() {
			out = append(out, conjuncts(arg)...)
		}
		return out
	}
	return []ast.Expr{e}
}

type evaluation struct {
	env    *cel.Env
	info   *ast.SourceInfo
	values Values
}

func (v evaluation) text(e ast.Expr) (string, error) { return parser.Unparse(e, v.info) }

func (v evaluation) value(expression string) (ref.Val, error) {
	a, issues := v.env.Compile(expression)
	if err := issues.Err(); err != nil {
		return nil, err
	}
	p, err := v.env.Program(a, cel.CostLimit(dearest))
	if err != nil {
		return nil, err
	}
	out, _, err := p.Eval(map[string]any(v.values))
	return out, err
}

func (v evaluation) condition(e ast.Expr) (Condition, error) {
	text, err := v.text(e)
	if err != nil {
		return Condition{}, err
	}
	out, err := v.value(text)
	if err != nil {
		return Condition{}, fmt.Errorf("%s: %w", text, err)
	}
	c := Condition{Expression: text, Met: out == types.True, Where: v.where(e)}
	c.Says = v.says(e, text, c.Met)
	return c, nil
}

// where returns the page of the first fact that an expression speaks of.
func (v evaluation) where(e ast.Expr) string {
	where := ""
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		if where == "" && e.Kind() == ast.IdentKind {
			where = factOf(e.AsIdent()).Where
		}
	}))
	return where
}

func factOf(name string) Fact {
	for _, f := range Facts {
		if f.Name == name {
			return f
		}
	}
	return Fact{}
}

var relations = map[string]string{
	operators.LessEquals: "at most", operators.Less: "less than", operators.GreaterEquals: "at least",
	operators.Greater: "more than", operators.Equals: "exactly", operators.NotEquals: "anything but",
}

// says puts a condition in words: of a comparison what is and what should be, of
// "all" for whom it is not so.
func (v evaluation) says(e ast.Expr, text string, met bool) string {
	if e.Kind() == ast.CallKind && len(e.AsCall().Args()) == 2 {
		call := e.AsCall()
		relation, ok := relations[call.FunctionName()]
		left, errLeft := v.text(call.Args()[0])
		right, errRight := v.text(call.Args()[1])
		is, errIs := v.value(left)
		if ok && errors.Join(errLeft, errRight, errIs) == nil {
			if words := factOf(left).Words; words != "" {
				left = words
			}
			return fmt.Sprintf("%s: %s, needed: %s %s", left, shown(is), relation, right)
		}
	}
	if except := v.exceptions(e); !met && len(except) > 0 {
		return text + " is not so for " + strings.Join(except, ", ")
	}
	if met {
		return text + " is so"
	}
	return text + " is not so"
}

func shown(x ref.Val) string {
	if s, ok := x.Value().(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(x.Value())
}

// exceptions returns the elements of a list for which list.all(x, …) fails.
func (v evaluation) exceptions(e ast.Expr) []string {
	macro, ok := v.info.GetMacroCall(e.ID())
	if !ok || macro.AsCall().FunctionName() != operators.All || !macro.AsCall().IsMemberFunction() {
		return nil
	}
	call := macro.AsCall()
	list, errList := v.text(call.Target())
	name, errName := v.text(call.Args()[0])
	body, errBody := v.text(call.Args()[1])
	if errors.Join(errList, errName, errBody) != nil {
		return nil
	}
	out, err := v.value(fmt.Sprintf("%s.filter(%s, !(%s))", list, name, body))
	if err != nil {
		return nil
	}
	elements, err := out.ConvertToNative(reflect.TypeFor[[]string]())
	if err != nil {
		return nil
	}
	return elements.([]string)
}
