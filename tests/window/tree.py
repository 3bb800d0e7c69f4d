"""Reads the accessibility tree of the program as a screen reader would, prints it, and checks it: python3 tree.py TITLE.

Every control must have a role and a name, every cell of a table the role of one, under a row under a table, and the
window must name the project. It needs a session with the accessibility bus.
"""

import sys
import time

import pyatspi

CONTROLS = {
    pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON,
    pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_ENTRY, pyatspi.ROLE_TEXT, pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_MENU_ITEM,
    pyatspi.ROLE_CHECK_MENU_ITEM, pyatspi.ROLE_RADIO_MENU_ITEM, pyatspi.ROLE_LIST_ITEM, pyatspi.ROLE_TREE_ITEM,
    pyatspi.ROLE_SLIDER, pyatspi.ROLE_SPIN_BUTTON, pyatspi.ROLE_TABLE_CELL, pyatspi.ROLE_COLUMN_HEADER,
    pyatspi.ROLE_ROW_HEADER, pyatspi.ROLE_LINK,
}


def program():
    """The program on the accessibility bus, once it is there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and "standpoint" in (app.name or "").lower() and app.childCount:
                return app
        time.sleep(0.1)
    sys.exit("the program is not on the accessibility bus")


def walk(node, path=()):
    yield path, node
    for child in node:
        if child is not None:
            yield from walk(child, (*path, node))


title = sys.argv[1]
app = program()
problems, n_cells = [], 0
for path, node in walk(app):
    role, name = node.getRole(), node.name or ""
    print("  " * len(path) + node.getRoleName() + (f" “{name}”" if name else ""))
    if role in CONTROLS and not name:
        problems.append(f"a {node.getRoleName()} below “{next((p.name for p in reversed(path) if p.name), '')}” has no name")
    if role == pyatspi.ROLE_TABLE_CELL:
        n_cells += 1
        roles = [above.getRole() for above in path]
        if pyatspi.ROLE_TABLE_ROW not in roles or pyatspi.ROLE_TABLE not in roles:
            problems.append(f"the cell “{name}” is not in a row of a table")
    if role == pyatspi.ROLE_FRAME and title not in name:
        problems.append(f"the window is called “{name}”, not after the project")
if "--cells" in sys.argv and n_cells == 0:
    problems.append("no cell of the table is there")
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(bool(problems))
