"""Has LibreOffice work on every Word file of a folder.

changes FOLDER   accepts, and rejects, all changes, and writes the words beside each
                 file: NAME.accept.txt and NAME.reject.txt.
edit FOLDER      edits each file as a delegate would, and saves it: NAME.edited.docx."""
import glob
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # it is not up yet
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def spell_out_notes(document):
    """Puts the words of each note where its number stands."""
    document.RecordChanges = False
    for notes in (document.getFootnotes(), document.getEndnotes()):
        while notes.getCount() > 0:
            note = notes.getByIndex(0)
            anchor = note.getAnchor()
            words = " " + " ".join(p.getString() for p in parts(note)) + " "
            anchor.getText().insertString(anchor.getEnd(), words, False)
            anchor.getText().removeTextContent(note)


def parts(container):
    """Lists what stands in a note: its paragraphs."""
    walk = container.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()


def changes(desktop, context, name):
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for state, command in (("accept", ".uno:AcceptAllTrackedChanges"), ("reject", ".uno:RejectAllTrackedChanges")):
        document = desktop.loadComponentFromURL("file://" + name, "_blank", 0, (prop("Hidden", True),))
        dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
        spell_out_notes(document)
        out = f"file://{name[:-5]}.{state}.txt"
        document.storeToURL(out, (prop("FilterName", "Text (encoded)"), prop("FilterOptions", "UTF8,LF,,,")))
        document.close(True)


def edit(desktop, _, name):
    """Of the paragraphs, every fifth gets words at its end, every seventh one of its
    words replaced, and behind every eleventh a new one is typed. Files with an even
    number of paragraphs are edited with changes tracked."""
    document = desktop.loadComponentFromURL("file://" + name, "_blank", 0, (prop("Hidden", True),))
    text = document.getText()
    paragraphs = []
    walk = text.createEnumeration()
    while walk.hasMoreElements():
        p = walk.nextElement()
        if p.supportsService("com.sun.star.text.Paragraph") and p.getString().strip():
            paragraphs.append(p)
    document.RecordChanges = len(paragraphs) % 2 == 0
    for i, p in enumerate(paragraphs):
        words = p.getString().split(" ")
        if i % 7 == 3 and len(words) > 3:
            cursor = text.createTextCursorByRange(p.getStart())
            cursor.goRight(len(" ".join(words[:2])) + 1, False)
            cursor.goRight(len(words[2]), True)
            text.insertString(cursor, "hereby", True)
        if i % 5 == 2:
            text.insertString(p.getEnd(), " And further still.", False)
        if i % 11 == 5:
            text.insertControlCharacter(p.getEnd(), PARAGRAPH_BREAK, False)
            text.insertString(p.getEnd(), "An added paragraph that nobody had before.", False)
    out = f"file://{name[:-5]}.edited.docx"
    document.storeToURL(out, (prop("FilterName", "MS Word 2007 XML"),))
    document.close(True)


def main(work, folder):
    pipe = "parley" + str(int(time.time() * 1000))
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation=file://{folder}/profile"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        for name in sorted(glob.glob(folder + "/*.docx")):
            work(desktop, context, name)
    finally:
        office.terminate()
        office.wait()


main({"changes": changes, "edit": edit}[sys.argv[1]], sys.argv[2])
