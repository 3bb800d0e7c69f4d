#!/usr/bin/env python3
"""Writes Lucide.ttf: the icons named in src/ui/theme/icons.rs, and no others.

Needs npm and the Python package fonttools. Run it from the top of the project after adding an icon to the list; it
fails where a name or its code point is not what Lucide has.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "lucide-static@1.62.0"
FONTS = Path(__file__).parent
LIST = FONTS / "../../src/ui/theme/icons.rs"

rows = re.findall(r'^    \w+: "([a-z0-9-]+)", \'\\u\{([0-9a-f]+)\}\';$', LIST.read_text(), re.MULTILINE)
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["tar", "xzf", next(Path(folder).glob("*.tgz"))], cwd=folder, check=True)
    package = Path(folder) / "package"
    points = json.loads((package / "font/codepoints.json").read_text())
    for name, point in rows:
        assert points.get(name) == int(point, 16), f"Lucide has “{name}” at {points.get(name, 0):x}, not at {point}"
    (FONTS / "Lucide-LICENSE.txt").write_text((package / "LICENSE").read_text())
    unicodes = ",".join(point for _, point in rows)
    subprocess.run(
        ["pyftsubset", package / "font/lucide.ttf", f"--unicodes={unicodes}", f"--output-file={FONTS / 'Lucide.ttf'}",
         "--layout-features=", "--no-hinting"],
        check=True,
    )
