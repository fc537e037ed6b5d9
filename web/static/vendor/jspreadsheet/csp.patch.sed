# The one change to jspreadsheet-ce 5.0.4 (dist/index.js): it set an inline
# event handler on the corner cell, which a strict Content-Security-Policy
# reports and refuses. Selection is already prevented by "unselectable" and CSS.
# Repeat with: sed -i -f csp.patch.sed jspreadsheet.js
s/e\.corner\.setAttribute("onselectstart","return false"),//
