package negotiation

import (
	"fmt"
	"slices"
)

// Spec describes a kind of command for those who send one as data.
type Spec struct {
	Name  string // "take-position"
	About string // in a sentence
	New   func() Command
}

// Specs lists every command that a member can send, in the order of the process.
// Whether it is allowed is another matter: see Decide.
var Specs = []Spec{
	{"add-party", "Seat a party at the table (the mediator).", blank[AddParty]},
	{"add-member", "Seat a member for a party (the mediator).", blank[AddMember]},
	{"give-mandate", "Say what a member may do in the name of the party.", blank[GiveMandate]},
	{"set-rules", "Set whose consent is needed, who must be consulted and who proposes (the mediator).", blank[SetRules]},
	{"set-deadline", "Set a deadline of the whole, or lift it (the mediator).", blank[SetDeadline]},
	{"name-issue", "Name an issue and the provisions that belong to it (the mediator).", blank[NameIssue]},
	{"mark-blocking", "Say that your party cannot sign while an issue is open, or take that back.", blank[MarkBlocking]},
	{"form-group", "Form a working group with issues as its mandate (the mediator).", blank[FormGroup]},
	{"dissolve-group", "End a working group (the mediator).", blank[DissolveGroup]},
	{"open-track", "Open one of several channels of talks that run at once (the mediator).", blank[OpenTrack]},

	{"table-revision", "Table a whole text as the next revision (the mediator).", blank[TableRevision]},
	{"record-placeholder", "Record that a revision exists whose words are not held (the mediator).", blank[RecordPlaceholder]},
	{"file-rendering", "File a press copy or a translation.", blank[FileRendering]},
	{"table-version", "Table a revision in another language (the mediator).", blank[TableVersion]},
	{"give-standing", "Change what a revision is meant to be (the mediator).", blank[GiveStanding]},
	{"claim-authorship", "Say that your party wrote a revision.", blank[ClaimAuthorship]},
	{"dispute-authorship", "Record that the authorship of a revision is disputed.", blank[DisputeAuthorship]},
	{"file-document", "File a document beside the text, and show it to parties.", blank[FileDocument]},
	{"circulate", "Send a revision, an amendment or a document to parties, here or as it was handed over elsewhere, or lay a revision in a reading room.", blank[Circulate]},
	{"acknowledge", "Confirm that your party received a revision, an amendment or a document.", blank[Acknowledge]},
	{"record-consultation", "Record that a party was heard on a revision (the mediator).", blank[RecordConsultation]},

	{"table-amendment", "Propose changes to a revision.", blank[TableAmendment]},
	{"join-sponsors", "Sponsor an amendment too.", blank[JoinSponsors]},
	{"widen-audience", "Show an amendment to more parties.", blank[WidenAudience]},
	{"withdraw-amendment", "Take an amendment back.", blank[WithdrawAmendment]},
	{"give-notice", "Give notice that an amendment is let go unless a party keeps it (the mediator).", blank[GiveNotice]},
	{"keep-amendment", "Say that your party still supports an amendment on which notice was given.", blank[KeepAmendment]},
	{"let-go", "Let an amendment go whose notice ended without a word for it (the mediator).", blank[LetGo]},
	{"accept-amendment", "Adopt a pending amendment, or some changes of it (the mediator).", blank[Accept]},
	{"reject-amendment", "Drop a pending amendment, or some changes of it (the mediator).", blank[Reject]},
	{"undo-decision", "Take a decision on an amendment back (the mediator).", blank[Undo]},

	{"take-position", "Take a position on a provision, an issue or the text as a whole.", blank[TakePosition]},
	{"withdraw-position", "Take a position back.", blank[WithdrawPosition]},
	{"meet-condition", "Say that a condition of your own position is met.", blank[MeetCondition]},
	{"make-statement", "Record what was said; it binds nobody.", blank[MakeStatement]},
	{"join-statement", "Share a statement that names your party, or sign a joint one off.", blank[JoinStatement]},
	{"keep-note", "Keep a note for your own delegation.", blank[KeepNote]},

	{"file-report", "Put a report of the world around the table into the chronicle.", blank[FileReport]},
	{"file-reports", "Put many reports into the chronicle at once, for one audience: all or none.", blank[FileReports]},
	{"widen-report", "Show a report of your party to more; what others said of it before stays with those who heard it.", blank[WidenReport]},
	{"judge-report", "Say how far a report can be trusted, on a ground.", blank[JudgeReport]},
	{"link-reports", "Say that reports tell of the same event, or take that back.", blank[LinkReports]},
	{"dispute-designation", "Say that your party does not accept a designation, and what it says instead.", blank[DisputeDesignation]},
	{"keep-name", "Keep how the press calls a person, party, place or issue, for your own delegation.", blank[KeepName]},
	{"set-aside", "Set an excerpt of an article aside, for your own delegation, or bring it back.", blank[SetAside]},

	{"open-room", "Open a room for a few parties, on the record or off it.", blank[OpenRoom]},
	{"close-room", "Close a room that your party opened.", blank[CloseRoom]},
	{"say-in-room", "Say something in a room that is on the record.", blank[SayInRoom]},

	{"draw-up", "Say which points are bargained over together, and by which options each can be settled (the mediator).", blank[DrawUp]},
	{"score", "Say in private what each option is worth to your party.", blank[Score]},
	{"table-package", "Make a revision of a package, held back for you to circulate (the mediator).", blank[TablePackage]},

	{"propose-meeting", "Announce a meeting.", blank[ProposeMeeting]},
	{"confirm-meeting", "Confirm a meeting for your side.", blank[ConfirmMeeting]},
	{"change-meeting", "Change what is planned for a meeting.", blank[ChangeMeeting]},
	{"call-off-meeting", "Postpone or cancel a meeting.", blank[CallOff]},
	{"record-outcome", "Record that a meeting was held and what came of it.", blank[RecordOutcome]},
	{"acknowledge-outcome", "Say that the outcome of a meeting is recorded as it was.", blank[AcknowledgeOutcome]},

	{"gavel", "Record that the chair gavelled a provision at the table (the mediator).", blank[Gavel]},
	{"define-gate", "Define a condition on the state of the negotiation (the mediator).", blank[DefineGate]},
	{"start-silence", "Put a revision under a silence procedure (the mediator).", blank[StartSilence]},
	{"break-silence", "Break the silence: nothing is adopted.", blank[BreakSilence]},
	{"extend-silence", "Move the deadline of a silence procedure (the mediator).", blank[ExtendSilence]},
	{"withdraw-silence", "Take a silence procedure back (the mediator).", blank[WithdrawSilence]},

	{"link-instrument", "Link an instrument with the text, or table its words (the mediator).", blank[LinkInstrument]},
	{"set-closing", "Name the depositary, the authentic languages and what brings the text into force (the mediator).", blank[SetClosing]},
	{"reopen", "Open a text again that was agreed or final, with a reason that everyone sees (the mediator).", blank[Reopen]},
	{"initial", "Initial the final text, whole or one provision.", blank[Initial]},
	{"present-powers", "Present the full powers of a member of your party.", blank[PresentPowers]},
	{"examine-powers", "Say whether full powers are in due form (the mediator).", blank[ExaminePowers]},
	{"sign", "Sign the final text, or an instrument linked with it.", blank[SignInstrument]},
	{"declare", "Make a reservation or an interpretive declaration.", blank[Declare]},
	{"ratify", "Deposit an instrument of ratification.", blank[Ratify]},

	{"register-key", "Register the key that you sign with.", blank[RegisterKey]},
	{"revoke-key", "End a key.", blank[RevokeKey]},
	{"name-witness", "Name your party's witness.", blank[NameWitness]},
	{"erase-content", "Take the words of an entry out of the record (the mediator).", blank[EraseContent]},
}

func blank[T any, P interface {
	*T
	Command
}]() Command {
	return P(new(T))
}

// NewCommand returns an empty command of a kind, to be filled in.
func NewCommand(name string) (Command, error) {
	i := slices.IndexFunc(Specs, func(s Spec) bool { return s.Name == name })
	if i < 0 {
		return nil, refuse(NotFound, fmt.Sprintf("command %q", name), "there is none", "look at the list of what there is")
	}
	return Specs[i].New(), nil
}
