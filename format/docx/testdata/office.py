"""Has LibreOffice accept, and reject, all changes of every Word file of a folder, and
write the words beside it: NAME.accept.txt and NAME.reject.txt."""
import glob
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


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


def main(folder):
    pipe = "parley" + str(int(time.time() * 1000))
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation=file://{folder}/profile"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for name in sorted(glob.glob(folder + "/*.docx")):
            for state, command in (("accept", ".uno:AcceptAllTrackedChanges"), ("reject", ".uno:RejectAllTrackedChanges")):
                document = desktop.loadComponentFromURL("file://" + name, "_blank", 0, (prop("Hidden", True),))
                dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
                out = f"file://{name[:-5]}.{state}.txt"
                document.storeToURL(out, (prop("FilterName", "Text (encoded)"), prop("FilterOptions", "UTF8,LF,,,")))
                document.close(True)
    finally:
        office.terminate()
        office.wait()


main(sys.argv[1])
